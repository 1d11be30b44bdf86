internal import CNGHTTP2

/// The fields of an answer in the form nghttp2 reads: pointers into the blocks they lie in, which nghttp2 copies.
///
/// The list is the loop's, and used for one answer after the other.
@safe struct AnswerFields {
    /// What nghttp2 need not copy, for it lives as long as the program.
    private static let isConstant = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue)

    private var list: [nghttp2_nv] = unsafe []

    /// Has nghttp2 read the fields.
    ///
    /// - Parameter length: Of the body, to be told; nil when it is not known or there is none.
    mutating func with(_ head: ResponseHead, length: Int?, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> Void) {
        var digits = Digits()
        let status = digits.append(head.status)
        let length = length.map { digits.append($0) }
        let text = digits.bytes.span
        unsafe text.withUnsafeBufferPointer { text in
            unsafe append(":status", text.extracting(status))
            unsafe head.block.bytes.withUnsafeBufferPointer { own in
                unsafe append(all: head.block, at: own)
                unsafe head.shared.bytes.withUnsafeBufferPointer { shared in
                    unsafe append(all: head.shared, at: shared)
                    if let length { unsafe append("content-length", text.extracting(length)) }
                    unsafe list.withUnsafeBufferPointer { unsafe body($0.baseAddress, $0.count) }
                }
            }
        }
        unsafe list.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>) {
        unsafe list.append(
            nghttp2_nv(
                name: UnsafeMutablePointer(mutating: name.utf8Start),
                value: UnsafeMutablePointer(mutating: value.baseAddress), namelen: name.utf8CodeUnitCount,
                valuelen: value.count, flags: Self.isConstant))
    }

    private mutating func append(all block: FieldBlock, at bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.baseAddress else { return }
        for (name, value) in block.places {
            unsafe list.append(
                nghttp2_nv(
                    name: UnsafeMutablePointer(mutating: first + name.lowerBound),
                    value: UnsafeMutablePointer(mutating: first + value.lowerBound), namelen: name.count,
                    valuelen: value.count, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)))
        }
    }
}

/// A status and a length in decimal, one behind the other.
private struct Digits {
    /// Three and nineteen are the most there can be.
    private(set) var bytes = InlineArray<24, UInt8>(repeating: 0)
    private var count = 0

    /// - Parameter number: Not negative.
    mutating func append(_ number: Int) -> Range<Int> {
        let start = count
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0, count < bytes.count {
            bytes[count] = 0x30 + UInt8(truncatingIfNeeded: number / divisor % 10)
            count += 1
            divisor /= 10
        }
        return start..<count
    }
}
