import Bytes
import Cryptography
import Testing

@Suite("HMAC-SHA-256")
struct HMACSHA256Tests {
    struct Vector: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let code: String
    }

    /// RFC 4231 §4.2 to §4.8; the fifth case publishes only the first half of its code.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: [UInt8](repeating: 0xAA, count: 20), message: [UInt8](repeating: 0xDD, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: [UInt8](1...25), message: [UInt8](repeating: 0xCD, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            key: [UInt8](repeating: 0x0C, count: 20), message: Array("Test With Truncation".utf8),
            code: "a3b6167473100ee06e0c796c2955552b"),
        Vector(
            key: [UInt8](repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: [UInt8](repeating: 0xAA, count: 131),
            message: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test("the vectors of RFC 4231 hold, and hold again with the kept context", arguments: vectors)
    func published(vector: Vector) throws {
        let authenticator = try HMACSHA256(key: Secret(copying: vector.key))

        for _ in 0..<3 {
            #expect(Hex.encode(try authenticator.code(for: vector.message)).hasPrefix(vector.code))
            _ = try authenticator.code(for: Array("another message between".utf8))
        }
    }

    @Test("a code is valid for its own message under its own key only")
    func validity() throws {
        let authenticator = try HMACSHA256(key: Secret(copying: Array("key one".utf8)))
        let other = try HMACSHA256(key: Secret(copying: Array("key two".utf8)))
        let message = Array("a token".utf8)
        let code = try authenticator.code(for: message)

        #expect(try authenticator.isValid(code, for: message))
        #expect(try !other.isValid(code, for: message))
        #expect(try !authenticator.isValid(code, for: message + [0]))
    }

    @Test("a code with any bit flipped is refused", arguments: 0..<256)
    func flips(bit: Int) throws {
        let authenticator = try HMACSHA256(key: Secret(copying: Array("key".utf8)))
        var code = try authenticator.code(for: [])
        code[bit / 8] ^= 1 << UInt8(bit % 8)

        #expect(try !authenticator.isValid(code, for: []))
    }

    @Test("a shortened or lengthened code is refused")
    func lengths() throws {
        let authenticator = try HMACSHA256(key: Secret(copying: Array("key".utf8)))
        let code = try authenticator.code(for: [1])

        for count in 0..<code.count { #expect(try !authenticator.isValid(Array(code.prefix(count)), for: [1])) }
        #expect(try !authenticator.isValid(code + [0], for: [1]))
    }

    @Test("an empty key is refused")
    func emptyKey() {
        #expect(throws: CryptographyFailure.self) { try HMACSHA256(key: Secret(copying: [])) }
    }
}
