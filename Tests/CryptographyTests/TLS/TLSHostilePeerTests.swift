import Bytes
import Cryptography
import Testing

@Suite("TLS and hostile peers")
struct TLSHostilePeerTests {
    /// A pair whose client has sent its Hello, which is returned.
    static func pairAfterHello() throws -> (pair: TLSPair, hello: [UInt8]) {
        let pair = try TLSPair()
        _ = try pair.step(.client)
        return (pair, pair.client.takeCiphertext())
    }

    @Test("a ClientHello cut short at any byte leaves the server waiting")
    func truncatedHello() throws {
        let (_, hello) = try Self.pairAfterHello()

        for count in 0..<hello.count {
            let pair = try TLSPair()
            pair.feed(hello.prefix(count), to: .server)
            #expect(try pair.step(.server) == .shakingHands)
            #expect(pair.server.pendingOutputCount == 0)
            pair.server.close()
        }
    }

    @Test("a server's flight cut short at any byte leaves the client waiting")
    func truncatedServerFlight() throws {
        let (first, hello) = try Self.pairAfterHello()
        first.feed(hello, to: .server)
        _ = try first.step(.server)

        for count in 0..<first.server.takeCiphertext().count - 20 {  // signatures vary in length by a few bytes
            let (pair, hello) = try Self.pairAfterHello()
            pair.feed(hello, to: .server)
            _ = try pair.step(.server)
            pair.feed(pair.server.takeCiphertext().prefix(count), to: .client)
            #expect(try pair.step(.client) == .shakingHands)
        }
    }

    @Test("a client's last flight cut short at any byte leaves the server waiting")
    func truncatedClientFlight() throws {
        var count = 0
        while true {
            let (pair, hello) = try Self.pairAfterHello()
            pair.feed(hello, to: .server)
            _ = try pair.step(.server)
            pair.deliver(to: .client)
            _ = try pair.step(.client)
            let flight = pair.client.takeCiphertext()
            guard count < flight.count else { break }
            pair.feed(flight.prefix(count), to: .server)
            #expect(try pair.step(.server) == .shakingHands)
            count += 1
        }
        #expect(count > 50)
    }

    @Test("a ClientHello with any byte changed is refused or answered, and never trapped over")
    func changedHello() throws {
        let (_, hello) = try Self.pairAfterHello()

        for place in hello.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                let pair = try TLSPair()
                var changed = hello
                changed[place] ^= change
                pair.feed(changed, to: .server)
                let progress = try? pair.step(.server)
                #expect(progress != .open)
            }
        }
    }

    @Test("an HTTP request in the clear is refused")
    func plainHTTP() throws {
        let pair = try TLSPair()
        let request = Array("GET / HTTP/1.1\r\nHost: drm.example.com\r\n\r\n".utf8)
        pair.feed(request, to: .server)

        #expect(throws: TLSPair.Refusal.self) { try pair.step(.server) }
        #expect(throws: TLSPair.Refusal.self) { try pair.step(.server) }
    }

    @Test("nothing is enciphered before the handshake is complete")
    func earlyWrite() throws {
        let (pair, hello) = try Self.pairAfterHello()
        let bytes: [UInt8] = [1]
        #expect(try !pair.write(bytes, at: .client))
        pair.feed(hello, to: .server)
        _ = try pair.step(.server)

        #expect(try !pair.write(bytes, at: .server))
    }
}
