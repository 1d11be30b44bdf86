import Bytes
import Cryptography
import Testing

@Suite("HMAC-SHA-512 and SHA-1")
struct HMACSHA512Tests {
    @Test("the second example of RFC 4231 holds, however it is cut", arguments: [0, 4, 28])
    func published(split: Int) throws {
        let message = Array("what do ya want for nothing?".utf8)

        let code = try HMACSHA512.secret(
            key: Secret(copying: Array("Jefe".utf8)), over: [Array(message[..<split]), Array(message[split...])])

        #expect(
            code.withBytes { Hex.encode([UInt8](copying: $0)) }
                == "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737")
    }

    @Test("an empty key is refused")
    func emptyKey() {
        #expect(throws: CryptographyFailure.self) { try HMACSHA512.secret(key: Secret(copying: []), over: []) }
    }

    @Test("a code of SHA-256 over parts is the code of the whole")
    func parts() throws {
        let authenticator = try HMACSHA256(key: Secret(copying: [1, 2, 3]))
        let whole = try authenticator.code(for: [UInt8](0..<100))

        #expect(try authenticator.code(over: [[UInt8](0..<40), [], [UInt8](40..<100)]) == whole)
        #expect(try authenticator.code(for: [UInt8](0..<100)) == whole)
    }

    @Test("the examples of SHA-1 in FIPS 180 hold")
    func sha1() {
        #expect(Hex.encode(SHA1.digest([])) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(Hex.encode(SHA1.digest(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }
}
