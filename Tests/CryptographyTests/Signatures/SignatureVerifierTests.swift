import Bytes
import Cryptography
import Testing

@Suite("Signature verifier")
struct SignatureVerifierTests {
    @Test("a kept verifier says of every signature what the key says", arguments: SignatureAlgorithm.allCases)
    func agreesWithTheKey(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let verifier = try SignatureVerifier(key.verificationKey)
        let message = Array("a message".utf8)
        let honest = try key.sign(message)
        let half = [UInt8](repeating: 0, count: 32)
        let full = [UInt8](repeating: 0xFF, count: 32)
        let odd: [[UInt8]] = [
            [], Array(honest.dropLast()), honest + [0], half + half, full + full, half + honest.suffix(32),
            honest.prefix(32) + half, honest.prefix(32) + full, Array(honest.reversed()),
        ]

        for signature in [honest] + odd + [honest] {
            let expected = try key.verificationKey.isValid(signature: signature, for: message)
            #expect(try verifier.isValid(signature.span, for: message.span) == expected)
            #expect(expected == (signature == honest))
        }
        let other = Array("another".utf8)
        #expect(try !verifier.isValid(honest.span, for: other.span))
    }

    @Test("numbers with leading zeros and high bits verify", arguments: 0..<300)
    func spellsNumbers(round: Int) throws {
        let message = Array("message \(round)".utf8)
        let signature = try Self.key.get().sign(message)

        let verifier = try SignatureVerifier(Self.key.get().verificationKey)

        #expect(try verifier.isValid(signature.span, for: message.span))
    }

    private static let key = Result { try SigningKey.generate(.es256) }
}

@Suite("Chained digest")
struct ChainedDigestTests {
    @Test("each link is the SHA-256 of the one before and the message")
    func chains() {
        var expected = [UInt8](repeating: 7, count: 32)
        let chain = ChainedDigest(after: expected)
        for length in [0, 1, 63, 64, 65, 1_000] {
            let message = [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length)
            expected = SHA256.digest(expected + message)

            chain.add(message.span)

            #expect(chain.hash == expected)
        }
    }
}
