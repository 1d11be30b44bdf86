/// A place in borrowed bytes, moved forward by reading.
///
/// Holds an offset and no span: storing a `RawSpan` still needs an experimental feature.
package struct ByteCursor: Equatable, Sendable {
    package private(set) var offset = 0

    package init() {}

    /// The error for the place where the cursor stands.
    package func expected(_ what: String) -> Malformed { Malformed(offset: offset, expected: what) }

    /// The next big-endian integer: the only unsafe load in any parser, under its own bounds check.
    package mutating func next<T: FixedWidthInteger & BitwiseCopyable>(
        _: T.Type, in bytes: RawSpan
    ) throws(Malformed) -> T {
        guard bytes.byteCount - offset >= MemoryLayout<T>.size else { throw expected("\(T.self)") }
        defer { offset += MemoryLayout<T>.size }
        return unsafe T(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
    }

    /// The next `count` bytes, copied out.
    package mutating func next(_ count: Int, in bytes: RawSpan) throws(Malformed) -> [UInt8] {
        guard count >= 0, bytes.byteCount - offset >= count else { throw expected("\(count) bytes") }
        defer { offset += count }
        return [UInt8](copying: bytes.extracting(offset..<offset + count))
    }

    package func isAtEnd(of bytes: RawSpan) -> Bool { offset == bytes.byteCount }
}
