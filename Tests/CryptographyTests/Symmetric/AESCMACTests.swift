import Bytes
import Cryptography
import Testing

@Suite("AES-CMAC")
struct AESCMACTests {
    /// RFC 4493 §4: the key, and the message of which each example takes the start.
    static let key = "2b7e151628aed2a6abf7158809cf4f3c"
    static let message =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"

    @Test(
        "the examples of RFC 4493 hold, and hold again with the kept context",
        arguments: [
            (0, "bb1d6929e95937287fa37d129b756746"), (16, "070a16b46b4d4144f79bdd9dd04a287c"),
            (40, "dfa66747de9ae63030ca32611497c827"), (64, "51f0bebf7e3b9d92fc49741779363cfe"),
        ])
    func published(count: Int, code: String) throws {
        let authenticator = try AESCMAC(key: Secret(copying: hex(Self.key)))
        let message = Array(hex(Self.message).prefix(count))

        for split in [0, count / 2, count] {
            let parts = [Array(message[..<split]), Array(message[split...])]
            let inParts = try authenticator.secret(over: parts)
            #expect(Hex.encode(try authenticator.code(for: message)) == code)
            #expect(inParts.withBytes { Hex.encode([UInt8](copying: $0)) } == code)
        }
    }

    @Test("a key that has not 16 bytes is refused", arguments: [0, 15, 17, 32])
    func keys(count: Int) {
        #expect(throws: CryptographyFailure.self) {
            try AESCMAC(key: Secret(copying: [UInt8](repeating: 1, count: count)))
        }
    }
}
