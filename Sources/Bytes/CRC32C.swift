/// CRC-32C (Castagnoli; RFC 9260 appendix A): finds every burst of damage up to 32 bits long.
///
/// In eight tables, so that eight bytes cost one step: a processor's own instruction would need C.
package enum CRC32C {
    /// The check value of `bytes`, continuing from that of the bytes before them.
    package static func checksum(_ bytes: Span<UInt8>, continuing previous: UInt32 = 0) -> UInt32 {
        let tables = tables
        let table = tables.span
        var state = ~previous
        var index = 0
        while bytes.count - index >= 8 {
            let low = state ^ littleEndianWord(bytes, index)
            let high = littleEndianWord(bytes, index + 4)
            state = entry(7, low, in: table) ^ entry(6, low >> 8, in: table)
            state ^= entry(5, low >> 16, in: table) ^ entry(4, low >> 24, in: table)
            state ^= entry(3, high, in: table) ^ entry(2, high >> 8, in: table)
            state ^= entry(1, high >> 16, in: table) ^ entry(0, high >> 24, in: table)
            index += 8
        }
        while index < bytes.count {
            state = entry(0, state ^ UInt32(bytes[index]), in: table) ^ state >> 8
            index += 1
        }
        return ~state
    }

    package static func checksum(_ bytes: [UInt8]) -> UInt32 { checksum(bytes.span) }

    @inline(__always)
    private static func entry(_ table: Int, _ byte: UInt32, in tables: Span<UInt32>) -> UInt32 {
        tables[table << 8 | Int(byte & 0xff)]
    }

    @inline(__always)
    private static func littleEndianWord(_ bytes: Span<UInt8>, _ index: Int) -> UInt32 {
        let low = UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
        let high = UInt32(bytes[index + 2]) | UInt32(bytes[index + 3]) << 8
        return low | high << 16
    }

    /// Entry `256 × t + b`: what byte `b` does to the state when `t` more bytes follow it.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = []
        for byte in UInt32(0)..<256 {
            var value = byte
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
            tables.append(value)
        }
        for index in 256..<2048 {
            let before = tables[index - 256]
            tables.append(before >> 8 ^ tables[Int(before & 0xff)])
        }
        return tables
    }()
}
