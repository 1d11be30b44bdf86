import Bytes
import Cryptography
import Testing

@Suite("Signing key")
struct SigningKeyTests {
    @Test("Ed25519 makes the published signature", arguments: PublishedSignature.rfc8032 + [.rfc8037])
    func deterministic(vector: PublishedSignature) throws {
        let key = try SigningKey(.edDSA, pem: vector.privatePEM)

        #expect(try key.sign(vector.message) == vector.signature)
        #expect(try key.verificationKey.encoded == vector.subjectPublicKeyInfo)
    }

    @Test("the published P-256 key signs what its public half accepts")
    func publishedP256() throws {
        let vector = PublishedSignature.rfc7515
        let key = try SigningKey(.es256, pem: vector.privatePEM)
        let stranger = try VerificationKey(.es256, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)

        #expect(try stranger.isValid(signature: key.sign(vector.message), for: vector.message))
    }

    @Test("a generated key signs what only it verifies", arguments: SignatureAlgorithm.allCases)
    func generated(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let other = try SigningKey.generate(algorithm)

        // Many, because a number with leading zeros is rare and must be padded.
        for round in 0..<300 {
            let message = Array("message \(round)".utf8)
            let signature = try key.sign(message)
            #expect(signature.count == 64)
            #expect(try key.verificationKey.isValid(signature: signature, for: message))
            #expect(try !other.verificationKey.isValid(signature: signature, for: message))
        }
    }

    @Test("a key written as PEM is the same key when read", arguments: SignatureAlgorithm.allCases)
    func pem(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generate(algorithm)
        let copy = try SigningKey(algorithm, pem: key.pem)

        #expect(try copy.verificationKey.encoded == key.verificationKey.encoded)
        #expect(try key.verificationKey.isValid(signature: copy.sign([1, 2, 3]), for: [1, 2, 3]))
        let text = try key.pem.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
        #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    }
}
