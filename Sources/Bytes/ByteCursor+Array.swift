/// The same readings over an array, for strata that may not write `unsafe`, as `Span.bytes` wants.
extension ByteCursor {
    package mutating func next<T: FixedWidthInteger & BitwiseCopyable>(
        _: T.Type, in bytes: [UInt8]
    ) throws(Malformed) -> T {
        try unsafe next(T.self, in: bytes.span.bytes)
    }

    package mutating func next(_ count: Int, in bytes: [UInt8]) throws(Malformed) -> [UInt8] {
        try unsafe next(count, in: bytes.span.bytes)
    }
}
