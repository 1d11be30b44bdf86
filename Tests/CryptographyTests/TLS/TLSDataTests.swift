import Bytes
import Cryptography
import TestSupport
import Testing

@Suite("TLS data")
struct TLSDataTests {
    let pair: TLSPair

    init() throws {
        pair = try TLSPair()
        try pair.handshake()
    }

    static func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

    @Test("bytes arrive whole and in order both ways", arguments: [1, 16_384, 16_385, 100_000])
    func bothWays(count: Int) throws {
        let question = Self.pattern(count)
        let answer = Array(question.reversed())

        #expect(try pair.write(question, at: .client))
        #expect(try pair.received(by: .server).bytes == question)
        #expect(try pair.write(answer, at: .server))
        #expect(try pair.received(by: .client).bytes == answer)
    }

    @Test("many writes leave as one piece of ciphertext")
    func oneSend() throws {
        for byte in UInt8(0)..<10 {
            let bytes = [byte]
            _ = try pair.write(bytes, at: .server)
        }

        #expect(tlsRecords(in: pair.server.takeCiphertext()).count == 10)
        #expect(pair.server.takeCiphertext() == [])
        #expect(pair.server.pendingOutputCount == 0)
    }

    @Test("bytes that arrive one at a time make the same plaintext")
    func byteByByte() throws {
        let sent = Self.pattern(300)
        _ = try pair.write(sent, at: .client)
        var received: [UInt8] = []

        for byte in pair.client.takeCiphertext() {
            let piece = [byte]
            pair.feed(piece, to: .server)
            #expect(try !pair.server.readAll(appendingTo: &received))
        }

        #expect(received == sent)
    }

    @Test("a close is told from a cut")
    func close() throws {
        let last = Self.pattern(5)
        _ = try pair.write(last, at: .client)
        #expect(try pair.received(by: .server) == (last, false))

        pair.client.close()

        #expect(try pair.received(by: .server) == ([], true))
        #expect(try pair.write(last, at: .server))
        #expect(try pair.received(by: .client).bytes == last)
    }

    @Test("what a session is given to write is enciphered whole, and read in any pieces")
    func pieces() throws {
        let all = Self.pattern(600_000)
        var received: [UInt8] = []

        #expect(try pair.write(all, at: .server))
        var ciphertext = pair.server.takeCiphertext()[...]
        while !ciphertext.isEmpty {
            pair.feed(ciphertext.prefix(16_001), to: .client)
            ciphertext = ciphertext.dropFirst(16_001)
            _ = try pair.client.readAll(appendingTo: &received)
        }

        #expect(received == all)
    }

    @Test("sessions that share a wire never see each other's bytes")
    func sharedWire() throws {
        let certificates = try TestCertificates.shared.get()
        let context = try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: certificates.key)
        let client = try TLSClientContext(trustAnchorsFile: certificates.authority)
        let wire = TLSWire()
        let pairs = try (0..<3).map { _ in
            try TLSPair(
                server: TLSEnd(TLSSession(accepting: context, over: wire)),
                client: TLSEnd(TLSSession(connecting: client, to: TestCertificates.hostName)))
        }

        for _ in 0..<4 {
            for end in [TLSPair.End.client, .server] {
                for pair in pairs {
                    _ = try pair.step(end)
                    pair.deliver(to: end == .client ? .server : .client)
                }
            }
        }
        for (index, pair) in pairs.enumerated() { #expect(try pair.write(Self.pattern(index + 1), at: .client)) }
        for (index, pair) in pairs.enumerated() {
            #expect(try pair.received(by: .server).bytes == Self.pattern(index + 1))
        }
    }

    @Test("a record with a bit flipped ends the session with an alert")
    func flippedRecord() throws {
        let bytes = Self.pattern(40)
        _ = try pair.write(bytes, at: .client)
        var ciphertext = pair.client.takeCiphertext()
        ciphertext[20] ^= 1
        pair.feed(ciphertext, to: .server)
        var received: [UInt8] = []

        #expect(throws: TLSFailure.self) { try pair.server.readAll(appendingTo: &received) }
        #expect(received == [])
        #expect(!pair.server.takeCiphertext().isEmpty)
        pair.server.close()
        #expect(pair.server.takeCiphertext() == [])
    }
}
