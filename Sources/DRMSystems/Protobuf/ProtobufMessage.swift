package import Bytes

/// The fields of one message of Protocol Buffers, found in one pass; nested messages are read when asked for.
///
/// Fields nobody asks for are skipped, as the format wants. Stricter than the format in one thing: a field that is
/// asked for once stands there once and has the wire type asked for. By the format the last of two wins, or both are
/// merged, and two readers who choose differently are an attack.
package struct ProtobufMessage: Sendable {
    private enum Value {
        case integer(UInt64)
        case bytes(Range<Int>)
        /// 32 or 64 bits, which no message of ours has.
        case fixed
    }

    private struct Field {
        let number: UInt32
        let offset: Int
        let value: Value
    }

    private let bytes: [UInt8]
    private let fields: [Field]

    /// Reads the whole of `bytes`, whose number the caller has bounded.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        var reader = Reader()
        var fields: [Field] = []
        while reader.offset < bytes.count {
            guard fields.count < DRMSystemsLimits.protobufFieldsMax else { throw reader.expected("no more fields") }
            fields.append(try reader.field(bytes.span))
        }
        self.bytes = bytes
        self.fields = fields
    }

    package func integer(_ number: UInt32) throws(Malformed) -> UInt64? {
        guard let field = try single(number) else { return nil }
        guard case .integer(let value) = field.value else { throw unexpected(field, "an integer") }
        return value
    }

    package func bytes(_ number: UInt32) throws(Malformed) -> [UInt8]? {
        guard let field = try single(number) else { return nil }
        return try content(field)
    }

    /// Every field of that number, in the order they stand.
    package func all(_ number: UInt32) throws(Malformed) -> [[UInt8]] {
        var values: [[UInt8]] = []
        for field in fields where field.number == number { values.append(try content(field)) }
        return values
    }

    package func message(_ number: UInt32) throws(Malformed) -> ProtobufMessage? {
        guard let bytes = try bytes(number) else { return nil }
        return try ProtobufMessage(parsing: bytes)
    }

    private func single(_ number: UInt32) throws(Malformed) -> Field? {
        var found: Field?
        for field in fields where field.number == number {
            guard found == nil else { throw unexpected(field, "one value") }
            found = field
        }
        return found
    }

    private func content(_ field: Field) throws(Malformed) -> [UInt8] {
        guard case .bytes(let range) = field.value else { throw unexpected(field, "bytes") }
        return Array(bytes[range])
    }

    private func unexpected(_ field: Field, _ what: String) -> Malformed {
        Malformed(offset: field.offset, expected: "\(what) in field \(field.number)")
    }
}

extension ProtobufMessage {
    private struct Reader {
        private(set) var offset = 0

        func expected(_ what: String) -> Malformed { Malformed(offset: offset, expected: what) }

        mutating func field(_ bytes: Span<UInt8>) throws(Malformed) -> Field {
            let start = offset
            let tag = try varint(bytes)
            // Field numbers have 29 bits.
            guard let tag = UInt32(exactly: tag), tag >> 3 > 0 else {
                throw Malformed(offset: start, expected: "a field number")
            }
            let value =
                switch tag & 7 {
                case 0: Value.integer(try varint(bytes))
                case 1: try skip(8, bytes)
                case 2: Value.bytes(try range(bytes))
                case 5: try skip(4, bytes)
                default: throw Malformed(offset: start, expected: "a wire type in use")
                }
            return Field(number: tag >> 3, offset: start, value: value)
        }

        private mutating func skip(_ count: Int, _ bytes: Span<UInt8>) throws(Malformed) -> Value {
            guard bytes.count - offset >= count else { throw expected("\(count) bytes") }
            offset += count
            return .fixed
        }

        private mutating func range(_ bytes: Span<UInt8>) throws(Malformed) -> Range<Int> {
            let start = offset
            guard let count = Int(exactly: try varint(bytes)), count <= bytes.count - offset else {
                throw Malformed(offset: start, expected: "a length within the message")
            }
            defer { offset += count }
            return offset..<offset + count
        }

        /// At most ten bytes, of which the last has one bit to give.
        private mutating func varint(_ bytes: Span<UInt8>) throws(Malformed) -> UInt64 {
            var value: UInt64 = 0
            for place in 0..<10 {
                guard offset < bytes.count else { throw expected("a number") }
                let byte = bytes[offset]
                guard place < 9 || byte <= 1 else { throw expected("a number of 64 bits") }
                offset += 1
                value |= UInt64(byte & 0x7F) << UInt64(7 * place)
                if byte < 0x80 { return value }
            }
            throw expected("a number of 64 bits")
        }
    }
}
