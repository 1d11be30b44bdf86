internal import Bytes

/// One block of an SPC's or a CKC's payload: tag, total length, value length, value, padding.
///
/// The total length is that of value and padding, and counts no header.
struct TLLV: Equatable, Sendable {
    static let headerByteCount = 16

    let tag: UInt64
    let value: [UInt8]
    /// The block as it stands, with its padding: what a player wants back, it gets back like this.
    let bytes: [UInt8]

    /// The blocks of a payload, which they fill.
    ///
    /// - Parameter limit: How many at most.
    static func blocks(in payload: [UInt8], limit: Int) throws(Malformed) -> [TLLV] {
        var cursor = ByteCursor()
        var blocks: [TLLV] = []
        while cursor.offset < payload.count {
            guard blocks.count < limit else { throw cursor.expected("at most \(limit) blocks") }
            blocks.append(try TLLV(at: &cursor, in: payload))
        }
        return blocks
    }

    private init(at cursor: inout ByteCursor, in payload: [UInt8]) throws(Malformed) {
        let start = cursor.offset
        tag = try cursor.next(UInt64.self, in: payload)
        let totalCount = Int(try cursor.next(UInt32.self, in: payload))
        let valueCount = Int(try cursor.next(UInt32.self, in: payload))
        guard valueCount <= totalCount, totalCount <= payload.count - cursor.offset else {
            throw cursor.expected("a block that ends within the payload")
        }
        value = try cursor.next(valueCount, in: payload)
        _ = try cursor.next(totalCount - valueCount, in: payload)
        bytes = Array(payload[start..<cursor.offset])
    }
}
