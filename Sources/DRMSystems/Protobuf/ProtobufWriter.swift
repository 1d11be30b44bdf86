/// Writes one message of Protocol Buffers, with the two wire types that DRM systems use ("Encoding").
///
/// The caller writes fields in the order of their numbers: some clients write a message again, and refuse it when the
/// bytes differ.
package struct ProtobufWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(_ field: UInt32, integer value: UInt64) {
        append(varint: UInt64(field) << 3 | 0)
        append(varint: value)
    }

    package mutating func append(_ field: UInt32, bytes value: [UInt8]) {
        append(varint: UInt64(field) << 3 | 2)
        append(varint: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    package mutating func append(_ field: UInt32, message: ProtobufWriter) { append(field, bytes: message.bytes) }

    /// Leaves an empty value out.
    package mutating func append(_ field: UInt32, unlessEmpty value: [UInt8]) {
        if !value.isEmpty { append(field, bytes: value) }
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    private mutating func append(varint value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
