import Bytes
import Licensing
import Testing

@Suite("Key-encryption key")
struct KeyEncryptionKeyTests {
    @Test("the check value tells keys apart and shows none of them")
    func checks() throws {
        let one = try KeyEncryptionKey(version: 1, secret: Samples.secret(1))
        let again = try KeyEncryptionKey(version: 2, secret: Samples.secret(1))
        let other = try KeyEncryptionKey(version: 1, secret: Samples.secret(2))

        #expect(try one.checkValue() == again.checkValue())
        #expect(try one.checkValue() != other.checkValue())
        #expect(try one.checkValue().count == 16)
        #expect(try one.checkValue() != [UInt8](repeating: 1, count: 16))
    }

    @Test("the canary is the same each time, differs by key, and is not the check value")
    func derivesCanary() throws {
        let one = try KeyEncryptionKey(version: 1, secret: Samples.secret(1))
        let other = try KeyEncryptionKey(version: 1, secret: Samples.secret(2))

        let canary = try one.canary()

        #expect(try canary.keyID == one.canary().keyID)
        #expect(try Samples.bytes(of: canary.key) == Samples.bytes(of: one.canary().key))
        #expect(try canary.keyID != other.canary().keyID)
        #expect(try Samples.bytes(of: canary.key) != Samples.bytes(of: other.canary().key))
        #expect(try Samples.bytes(of: canary.key) != one.checkValue())
        #expect(Samples.bytes(of: canary.key) != canary.keyID.bytes)
    }

    @Test("a derived value never changes, for it is stored", arguments: [UInt8(7)])
    func isStable(byte: UInt8) throws {
        let key = try KeyEncryptionKey(version: 1, secret: Samples.secret(byte))
        // Recomputed with another implementation of RFC 5869.
        #expect(try Hex.encode(key.checkValue()) == "d60e8eeabb0e72381056b24ba54d4142")
        #expect(try key.canary().keyID.description.replacing("-", with: "") == "8229922bb2db1a00ba5bf455b64fd5b5")
        #expect(try Hex.encode(Samples.bytes(of: key.canary().key)) == "a151f2a7628fb0d129c772019bc45758")
    }

    @Test("only version 1 and up, and only 32 bytes, make a key", arguments: [0, 16, 31, 33, 64])
    func bounds(count: Int) {
        #expect(throws: KeyFileError.wrongLength(count, line: nil)) {
            try KeyEncryptionKey(version: 1, secret: Samples.secret(1, count: count))
        }
        #expect(throws: KeyFileError.versionZero) { try KeyEncryptionKey(version: 0, secret: Samples.secret(1)) }
    }
}
