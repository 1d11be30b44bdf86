/// CRC-32C (Castagnoli; RFC 9260 appendix A): finds every burst of damage up to 32 bits long.
///
/// In eight tables, so that eight bytes cost one step: a processor's own instruction would need C.
package enum CRC32C {
    /// The check value of `bytes`, continuing from that of the bytes before them.
    package static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe tables.withUnsafeBufferPointer { tables in unsafe checksum(bytes, tables) }
        }
    }

    package static func checksum(_ bytes: [UInt8]) -> UInt32 { checksum(bytes.span) }

    /// Unchecked: every index into the tables has 8 bits, plus the number of a table below 8.
    private static func checksum(_ bytes: UnsafeRawBufferPointer, _ tables: UnsafeBufferPointer<UInt32>) -> UInt32 {
        var state: UInt32 = ~0
        var index = 0
        while bytes.count - index >= 8 {
            let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let (low, high) = (UInt32(truncatingIfNeeded: word) ^ state, UInt32(truncatingIfNeeded: word >> 32))
            // Spelled out: a loop over the tables costs three times as much, for every byte of every record.
            let first = unsafe tables[Int(low & 0xff) + 1792] ^ tables[Int(low >> 8 & 0xff) + 1536]
            let second = unsafe tables[Int(low >> 16 & 0xff) + 1280] ^ tables[Int(low >> 24) + 1024]
            let third = unsafe tables[Int(high & 0xff) + 768] ^ tables[Int(high >> 8 & 0xff) + 512]
            let fourth = unsafe tables[Int(high >> 16 & 0xff) + 256] ^ tables[Int(high >> 24)]
            state = first ^ second ^ third ^ fourth
            index += 8
        }
        while index < bytes.count {
            unsafe state = tables[Int((state ^ UInt32(bytes[index])) & 0xff)] ^ state >> 8
            index += 1
        }
        return ~state
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
