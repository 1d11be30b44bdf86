import Bytes
import HTTPServer
import Reactor
import Testing

@Suite("PROXY protocol, version 2")
struct ProxyHeaderTests {
    private static let signature: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A, 0, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
    private static let v4: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 2, 0x12, 0x34, 0x01, 0xBB]
    private static let v6 =
        [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [7] + [UInt8](repeating: 9, count: 16 + 4)

    private static func header(_ command: UInt8, _ transport: UInt8, _ rest: [UInt8]) -> [UInt8] {
        signature + [command, transport, UInt8(rest.count >> 8), UInt8(rest.count & 0xFF)] + rest
    }

    private func read(_ bytes: [UInt8]) throws(Malformed) -> ProxyHeader.Reading {
        try ProxyHeader.read(bytes)
    }

    /// What each case is, its bytes, and the source address it names.
    static let cases: [(name: String, bytes: [UInt8], source: String?)] = [
        ("TCP over IPv4", header(0x21, 0x11, v4), "192.0.2.1"),
        ("TCP over IPv6", header(0x21, 0x21, v6), "2001:db8::7"),
        ("LOCAL with an address, which counts for nothing", header(0x20, 0x11, v4), nil),
        ("LOCAL without one", header(0x20, 0x00, []), nil),
        ("unspecified, with bytes nobody knows", header(0x21, 0x00, [1, 2, 3]), nil),
        ("a Unix socket", header(0x21, 0x31, [UInt8](repeating: 0x61, count: 216)), nil),
        ("a vector behind the address", header(0x21, 0x11, v4 + [0x02, 0, 3, 1, 2, 3]), "192.0.2.1"),
        ("an empty vector and a full one", header(0x21, 0x11, v4 + [0x04, 0, 0, 0xEA, 0, 2, 1, 2]), "192.0.2.1"),
        (
            "IPv4 in IPv6",
            header(
                0x21, 0x21,
                [UInt8](repeating: 0, count: 10) + [255, 255] + v4.prefix(4)
                    + [UInt8](repeating: 0, count: 20)), "192.0.2.1"
        ),
    ]

    @Test("who a connection is from is read, and where what follows begins", arguments: cases)
    func reads(name: String, bytes: [UInt8], source: String?) throws {
        guard case .complete(let header) = try read(bytes + Array("GET / ".utf8)) else {
            return #expect(Bool(false), "\(name) is a whole header")
        }

        #expect(header.source == source.flatMap { IPAddress($0) }, "\(name)")
        #expect(header.byteCount == bytes.count, "\(name)")
    }

    @Test("a header cut short anywhere is waited for", arguments: cases)
    func waits(name: String, bytes: [UInt8], source: String?) throws {
        for length in 0..<bytes.count {
            #expect(try read(Array(bytes.prefix(length))) == .incomplete, "\(name), \(length) bytes")
        }
    }

    @Test(
        "what is no header of version 2 is refused",
        arguments: [
            ("version 1", Array("PROXY TCP4 192.0.2.1 198.51.100.2 1 2\r\n".utf8)),
            ("HTTP", Array("GET / HTTP/1.1\r\n".utf8)),
            ("TLS", [0x16, 0x03, 0x01]),
            ("a first byte that is right and a second that is not", [0x0D, 0x0D]),
            ("another version", header(0x11, 0x11, v4)),
            ("an unknown command", header(0x22, 0x11, v4)),
            ("datagrams", header(0x21, 0x12, v4)),
            ("an unknown family", header(0x21, 0x41, v4)),
            ("an address cut short", header(0x21, 0x11, Array(v4.dropLast()))),
            ("an IPv6 address cut short", header(0x21, 0x21, v4)),
            ("a Unix address cut short", header(0x21, 0x31, v4)),
            ("a vector without its length", header(0x21, 0x11, v4 + [4])),
            ("a vector longer than the header", header(0x21, 0x11, v4 + [4, 0, 2, 1])),
            ("a header longer than we take", signature + [0x21, 0x11, 0xFF, 0xFF]),
        ] as [(String, [UInt8])])
    func refuses(name: String, bytes: [UInt8]) {
        #expect(throws: Malformed.self, "\(name)") { try read(bytes) }
    }
}
