import Bytes
import Cryptography
import Testing

@Suite("Keys that are refused")
struct KeyRefusalTests {
    let openSSL: OpenSSLCommand

    init() throws { openSSL = OpenSSLCommand(directory: try .init()) }

    @Test(
        "a key of another type or curve is refused by its name",
        arguments: [
            (SignatureAlgorithm.es256, "EC -pkeyopt ec_paramgen_curve:P-384", "EC secp384r1"),
            (.es256, "EC -pkeyopt ec_paramgen_curve:secp256k1", "EC secp256k1"),
            (.es256, "ED25519", "ED25519"),
            (.es256, "RSA -pkeyopt rsa_keygen_bits:2048", "RSA"),
            (.edDSA, "EC -pkeyopt ec_paramgen_curve:P-256", "EC prime256v1"),
            (.edDSA, "ED448", "ED448"),
            (.edDSA, "X25519", "X25519"),
        ])
    func wrongKind(algorithm: SignatureAlgorithm, options: String, found: String) throws {
        let privatePEM = try openSSL.run("genpkey -out key.pem -algorithm \(options)") + openSSL.run("pkey -in key.pem")
        let publicPEM = try openSSL.run("pkey -in key.pem -pubout")
        let publicDER = try openSSL.run("pkey -in key.pem -pubout -outform DER")
        let expected = algorithm == .es256 ? "EC prime256v1" : "ED25519"
        let failure = KeyFailure.wrongKind(expected: expected, found: found)

        #expect(throws: failure) { try SigningKey(algorithm, pem: Secret(copying: privatePEM)) }
        #expect(throws: failure) { try VerificationKey(algorithm, pem: publicPEM) }
        #expect(throws: failure) { try VerificationKey(algorithm, subjectPublicKeyInfo: publicDER) }
    }

    @Test("an encrypted private key is refused and nobody is asked for a password")
    func encrypted() throws {
        let pem = try openSSL.run("genpkey -algorithm ED25519 -aes256 -pass pass:sesame")

        let failure = #expect(throws: KeyFailure.self) { try SigningKey(.edDSA, pem: Secret(copying: pem)) }
        guard case .unreadable? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("a private key is no public one, and the other way round")
    func swapped() throws {
        let vector = PublishedSignature.rfc8037
        let privatePEM = vector.privatePEM.withBytes { [UInt8](copying: $0) }

        #expect(throws: KeyFailure.self) { try VerificationKey(.edDSA, pem: privatePEM) }
        #expect(throws: KeyFailure.self) { try SigningKey(.edDSA, pem: Secret(copying: vector.publicPEM)) }
    }

    @Test("a key cut short at any byte is refused", arguments: [PublishedSignature.rfc7515, .rfc8037])
    func truncated(vector: PublishedSignature) {
        for count in 0..<vector.subjectPublicKeyInfo.count {
            let prefix = Array(vector.subjectPublicKeyInfo.prefix(count))
            #expect(throws: KeyFailure.self) { try VerificationKey(vector.algorithm, subjectPublicKeyInfo: prefix) }
        }
    }

    @Test("a key with something behind it is refused", arguments: [PublishedSignature.rfc7515, .rfc8037])
    func trailing(vector: PublishedSignature) {
        #expect(throws: KeyFailure.unreadable(reason: "bytes follow the key")) {
            try VerificationKey(vector.algorithm, subjectPublicKeyInfo: vector.subjectPublicKeyInfo + [0])
        }
    }

    @Test("a point off the curve is refused")
    func offCurve() {
        var der = PublishedSignature.rfc7515.subjectPublicKeyInfo
        der[der.count - 1] ^= 1

        #expect(throws: KeyFailure.self) { try VerificationKey(.es256, subjectPublicKeyInfo: der) }
    }

    @Test("nothing, prose and endless text are refused", arguments: [0, 10, 20_000])
    func noise(count: Int) {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)

        #expect(throws: KeyFailure.self) { try VerificationKey(.es256, pem: bytes) }
        #expect(throws: KeyFailure.self) { try VerificationKey(.es256, subjectPublicKeyInfo: bytes) }
        #expect(throws: KeyFailure.self) { try SigningKey(.es256, pem: Secret(copying: bytes)) }
    }
}
