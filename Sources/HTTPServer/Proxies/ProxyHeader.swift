package import Bytes
package import Reactor

/// The header of the PROXY protocol, version 2: who a connection is from, said by what passes it on.
///
/// Source: W. Tarreau, "The PROXY protocol, Versions 1 & 2", 2020, §2.2.
package struct ProxyHeader: Equatable, Sendable {
    /// The longest header taken, in bytes: the two longest addresses and certificates' names in TLVs; a whole header
    /// may have 65,551.
    package static let bytesMax = 2_048

    package enum Reading: Equatable, Sendable {
        case complete(ProxyHeader)
        /// What has come is the start of a header.
        case incomplete
    }

    /// Nil when the proxy speaks for itself (LOCAL), or for nobody who has an IP address.
    package let source: IPAddress?
    /// What follows belongs to the connection itself.
    package let byteCount: Int

    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let fixedByteCount = 16

    /// Reads the header that `bytes` begin with; whatever follows it is not looked at.
    package static func read(_ bytes: [UInt8]) throws(Malformed) -> Reading {
        var cursor = ByteCursor()
        for byte in signature.prefix(bytes.count) where try cursor.next(UInt8.self, in: bytes) != byte {
            throw cursor.expected("the signature of a PROXY header")
        }
        guard bytes.count >= fixedByteCount else { return .incomplete }
        let command = try cursor.next(UInt8.self, in: bytes)
        guard command == 0x20 || command == 0x21 else { throw cursor.expected("version 2, LOCAL or PROXY") }
        let transport = try cursor.next(UInt8.self, in: bytes)
        let count = fixedByteCount + Int(try cursor.next(UInt16.self, in: bytes))
        guard count <= bytesMax else { throw cursor.expected("a header of at most \(bytesMax) bytes") }
        guard bytes.count >= count else { return .incomplete }
        let header = Array(bytes.prefix(count))
        let source = try Self.source(transport, in: header, &cursor)
        try Self.skipVectors(in: header, &cursor)
        return .complete(ProxyHeader(source: command == 0x21 ? source : nil, byteCount: count))
    }

    /// The first of the two addresses; the cursor goes behind both, and their ports.
    private static func source(
        _ transport: UInt8, in header: [UInt8], _ cursor: inout ByteCursor
    ) throws(Malformed) -> IPAddress? {
        switch transport {
        case 0x11:
            let source = IPAddress(v4: try cursor.next(UInt32.self, in: header))
            _ = try cursor.next(4 + 2 + 2, in: header)
            return source
        case 0x21:
            let source = IPAddress(v6: try cursor.next(UInt128.self, in: header))
            _ = try cursor.next(16 + 2 + 2, in: header)
            return source
        case 0x31:
            _ = try cursor.next(108 + 108, in: header)
            return nil
        case 0x00:
            // Unspecified: the rest may be anything, and is skipped.
            _ = try cursor.next(header.count - cursor.offset, in: header)
            return nil
        default: throw cursor.expected("a stream over IPv4, IPv6 or a Unix socket")
        }
    }

    /// What else the proxy has to say is well framed, and of no use to us.
    private static func skipVectors(in header: [UInt8], _ cursor: inout ByteCursor) throws(Malformed) {
        while cursor.offset < header.count {
            _ = try cursor.next(UInt8.self, in: header)
            _ = try cursor.next(Int(try cursor.next(UInt16.self, in: header)), in: header)
        }
    }
}
