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

        #expect(try pair.client.write(question.span) == count)
        #expect(try pair.received(by: .server).bytes == question)
        #expect(try pair.server.write(answer.span) == count)
        #expect(try pair.received(by: .client).bytes == answer)
    }

    @Test("many writes leave as one piece of ciphertext")
    func oneSend() throws {
        for byte in UInt8(0)..<10 {
            let bytes = [byte]
            _ = try pair.server.write(bytes.span)
        }

        #expect(tlsRecords(in: pair.server.takeCiphertext()).count == 10)
        #expect(pair.server.takeCiphertext() == [])
        #expect(pair.server.pendingOutputCount == 0)
    }

    @Test("bytes that arrive one at a time make the same plaintext")
    func byteByByte() throws {
        let sent = Self.pattern(300)
        _ = try pair.client.write(sent.span)
        var received: [UInt8] = []

        for byte in pair.client.takeCiphertext() {
            let piece = [byte]
            try pair.server.receive(piece.span)
            #expect(try !pair.server.readAll(appendingTo: &received))
        }

        #expect(received == sent)
    }

    @Test("a small buffer is filled again and again")
    func smallBuffer() throws {
        let sent = Self.pattern(10)
        _ = try pair.client.write(sent.span)
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
        _ = try pair.client.write(last.span)
        #expect(try pair.received(by: .server) == (last, false))

        pair.client.close()

        #expect(try pair.received(by: .server) == ([], true))
        #expect(try pair.server.write(last.span) == 5)
        #expect(try pair.received(by: .client).bytes == last)
    }

    @Test("no more plaintext is taken than may wait, and the rest later")
    func outputLimit() throws {
        let all = Self.pattern(600_000)
        var sent = 0
        var received: [UInt8] = []

        while sent < all.count {
            let accepted = try pair.server.write(all[sent...].span)
            #expect(accepted > 0 && accepted <= CryptographyLimits.pendingOutputBytes)
            let whenFull = accepted < all.count - sent ? try pair.server.write(all.span) : 0
            #expect(whenFull == 0)
            sent += accepted
            var ciphertext = pair.server.takeCiphertext()[...]
            while !ciphertext.isEmpty {
                try pair.client.receive(ciphertext.prefix(CryptographyLimits.ciphertextBytes).span)
                ciphertext = ciphertext.dropFirst(CryptographyLimits.ciphertextBytes)
                _ = try pair.client.readAll(appendingTo: &received)
            }
        }

        #expect(received == all)
    }

    @Test("more ciphertext than a session holds is refused, and none of it kept")
    func inputLimit() throws {
        let limit = CryptographyLimits.ciphertextBytes
        let flood = [UInt8](repeating: 0, count: limit + 1)

        #expect(throws: TLSFailure.tooMuchBuffered(limit: limit)) { try pair.server.receive(flood.span) }
        try pair.server.receive(flood.dropLast().span)
        #expect(throws: TLSFailure.tooMuchBuffered(limit: limit)) { try pair.server.receive(flood.prefix(1).span) }
    }

    @Test("a record with a bit flipped ends the session with an alert")
    func flippedRecord() throws {
        let bytes = Self.pattern(40)
        _ = try pair.client.write(bytes.span)
        var ciphertext = pair.client.takeCiphertext()
        ciphertext[20] ^= 1
        try pair.server.receive(ciphertext.span)
        var received: [UInt8] = []

        #expect(throws: TLSFailure.self) { try pair.server.readAll(appendingTo: &received) }
        #expect(received == [])
        #expect(!pair.server.takeCiphertext().isEmpty)
        pair.server.close()
        #expect(pair.server.takeCiphertext() == [])
    }
}
