import Bytes
import Cryptography
import Testing

@Suite("AES-128")
struct AES128Tests {
    /// NIST SP 800-38A F.1.1 and F.2.1.
    static let key = "2b7e151628aed2a6abf7158809cf4f3c"
    static let plaintext = AESCMACTests.message
    static let vector = "000102030405060708090a0b0c0d0e0f"
    static let chained =
        "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
    static let single =
        "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
        + "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4"

    private func cipher() throws -> AES128CBC { try AES128CBC(key: Secret(copying: hex(Self.key))) }

    private func text(_ secret: Secret?) -> String? { secret?.withBytes { Hex.encode([UInt8](copying: $0)) } }

    @Test("the published chain holds both ways, and holds again with the kept contexts")
    func chains() throws {
        let cipher = try cipher()
        let (plaintext, vector) = (hex(Self.plaintext), hex(Self.vector))

        for _ in 0..<3 {
            let ciphertext = try cipher.encrypt(plaintext.span, vector: vector, padding: .none)
            #expect(Hex.encode(ciphertext) == Self.chained)
            #expect(text(cipher.decrypt(ciphertext, vector: vector, padding: .none)) == Self.plaintext)
        }
    }

    @Test("the published single blocks hold both ways")
    func singleBlocks() throws {
        let cipher = try AES128ECB(key: Secret(copying: hex(Self.key)))

        for _ in 0..<3 {
            #expect(Hex.encode(try cipher.encrypt(hex(Self.plaintext))) == Self.single)
            #expect(Hex.encode(try cipher.decrypt(hex(Self.single))) == Self.plaintext)
        }
        #expect(throws: CryptographyFailure.self) { try cipher.encrypt([1, 2, 3]) }
        #expect(throws: CryptographyFailure.self) { try cipher.decrypt([UInt8](repeating: 0, count: 17)) }
    }

    @Test("a padded message of any length comes back whole", arguments: [0, 1, 15, 16, 17, 31, 32, 48, 64])
    func pads(count: Int) throws {
        let cipher = try cipher()
        let message = [UInt8](repeating: 0xA5, count: count)
        let vector = hex(Self.vector)

        let ciphertext = try cipher.encrypt(message.span, vector: vector, padding: .pkcs7)

        #expect(ciphertext.count == (count / 16 + 1) * 16)
        #expect(text(cipher.decrypt(ciphertext, vector: vector, padding: .pkcs7)) == Hex.encode(message))
    }

    @Test("whatever is wrong with a padded message, there is no plaintext")
    func refusals() throws {
        let cipher = try cipher()
        let vector = hex(Self.vector)
        let ciphertext = try cipher.encrypt(Secret(copying: [1, 2, 3]), vector: vector, padding: .pkcs7)
        var wrongVector = vector
        wrongVector[15] ^= 0xFF  // the last byte of padding becomes 0xF2

        #expect(cipher.decrypt(ciphertext, vector: wrongVector, padding: .pkcs7) == nil)
        #expect(cipher.decrypt(ciphertext, vector: Array(vector.dropLast()), padding: .pkcs7) == nil)
        #expect(cipher.decrypt(ciphertext, vector: [], padding: .pkcs7) == nil)
        for count in 0..<16 {
            #expect(cipher.decrypt(Array(ciphertext.prefix(count)), vector: vector, padding: .pkcs7) == nil)
        }
        #expect(text(cipher.decrypt(ciphertext, vector: vector, padding: .pkcs7)) == "010203")
    }

    @Test("a message that is not whole blocks cannot go unpadded, and a key has 16 bytes")
    func lengths() throws {
        let cipher = try cipher()
        #expect(throws: CryptographyFailure.self) {
            try cipher.encrypt([1].span, vector: hex(Self.vector), padding: .none)
        }
        #expect(throws: CryptographyFailure.self) { try AES128CBC(key: Secret(copying: [1])) }
        #expect(throws: CryptographyFailure.self) { try AES128ECB(key: Secret(copying: [1])) }
    }

    /// From a prototype that real clients accepted.
    @Test("a Widevine key container is the chain of its padded key")
    func container() throws {
        let cipher = try AES128CBC(key: Secret(copying: hex("0e988564a68070b15069856b95c83ce1")))
        let key = Secret(copying: hex("303132333435363738393a3b3c3d3e3f"))

        let container = try cipher.encrypt(key, vector: hex("202122232425262728292a2b2c2d2e2f"), padding: .pkcs7)

        #expect(Hex.encode(container) == "b68a0d25772d0d711a0c4e3b090312bd95d20b6bccf9dd936ba649c20eaea9b6")
    }
}
