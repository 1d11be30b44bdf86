import Bytes
import Cryptography
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

        #expect(try pair.write(question, at: .client) == count)
        #expect(try pair.received(by: .server).bytes == question)
        #expect(try pair.write(answer, at: .server) == count)
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
            try pair.feed(piece, to: .server)
            #expect(try !pair.server.readAll(appendingTo: &received))
        }

        #expect(received == sent)
    }

    @Test("a small buffer is filled again and again")
    func smallBuffer() throws {
        let sent = Self.pattern(10)
        _ = try pair.write(sent, at: .client)
        try pair.deliver(to: .server)
        var outcomes: [TLSReadOutcome] = []
        var received: [UInt8] = []

        repeat {
            var buffer = [UInt8](repeating: 0, count: 4)
            var span = buffer.mutableSpan
            outcomes.append(try pair.server.read(into: &span))
            if case .bytes(let count)? = outcomes.last { received += buffer.prefix(count) }
        } while outcomes.last != .needsInput

        #expect(outcomes == [.bytes(4), .bytes(4), .bytes(2), .needsInput])
        #expect(received == sent)
    }

    @Test("a close is told from a cut")
    func close() throws {
        let last = Self.pattern(5)
        _ = try pair.write(last, at: .client)
        #expect(try pair.received(by: .server) == (last, false))

        pair.client.close()

        #expect(try pair.received(by: .server) == ([], true))
        #expect(try pair.write(last, at: .server) == 5)
        #expect(try pair.received(by: .client).bytes == last)
    }

    @Test("no more plaintext is taken than may wait, and the rest later")
    func outputLimit() throws {
        let all = Self.pattern(600_000)
        var sent = 0
        var received: [UInt8] = []

        while sent < all.count {
            let accepted = try pair.write(all[sent...], at: .server)
            #expect(accepted > 0 && accepted <= CryptographyLimits.pendingOutputBytes)
            let whenFull = accepted < all.count - sent ? try pair.write(all, at: .server) : 0
            #expect(whenFull == 0)
            sent += accepted
            var ciphertext = pair.server.takeCiphertext()[...]
            while !ciphertext.isEmpty {
                try pair.feed(ciphertext.prefix(16_000), to: .client)
                ciphertext = ciphertext.dropFirst(16_000)
                _ = try pair.client.readAll(appendingTo: &received)
            }
        }

        #expect(received == all)
    }

    @Test("more ciphertext than a session holds is refused, and none of it kept")
    func inputLimit() throws {
        let limit = CryptographyLimits.ciphertextBytes
        let flood = [UInt8](repeating: 0, count: limit + 1)
        let refusal = TLSPair.Refusal(by: .server, failure: .tooMuchBuffered(limit: limit))

        #expect(throws: refusal) { try pair.feed(flood, to: .server) }
        try pair.feed(flood.dropLast(), to: .server)
        #expect(throws: refusal) { try pair.feed(flood.prefix(1), to: .server) }
    }

    @Test("a record with a bit flipped ends the session with an alert")
    func flippedRecord() throws {
        let bytes = Self.pattern(40)
        _ = try pair.write(bytes, at: .client)
        var ciphertext = pair.client.takeCiphertext()
        ciphertext[20] ^= 1
        try pair.feed(ciphertext, to: .server)
        var received: [UInt8] = []

        #expect(throws: TLSFailure.self) { try pair.server.readAll(appendingTo: &received) }
        #expect(received == [])
        #expect(!pair.server.takeCiphertext().isEmpty)
        pair.server.close()
        #expect(pair.server.takeCiphertext() == [])
    }
}
