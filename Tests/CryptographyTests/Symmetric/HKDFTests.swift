import Bytes
import Cryptography
import Testing

@Suite("HKDF")
struct HKDFTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let salt: [UInt8]
        let info: [UInt8]
        let derived: String
    }

    /// RFC 5869 appendix A.1 to A.3.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0B, count: 22), salt: [UInt8](0...12), info: [UInt8](0xF0...0xF9),
            derived: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        Vector(
            key: [UInt8](0...0x4F), salt: [UInt8](0x60...0xAF), info: [UInt8](0xB0...0xFF),
            derived: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        Vector(
            key: [UInt8](repeating: 0x0B, count: 22), salt: [], info: [],
            derived: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ]

    @Test("the vectors of RFC 5869 hold", arguments: vectors)
    func published(vector: Vector) throws {
        let derived = try HKDF.deriveSHA256(
            key: Secret(copying: vector.key), salt: vector.salt, info: vector.info, count: vector.derived.count / 2)

        #expect(derived.withBytes { Hex.encode([UInt8](copying: $0)) } == vector.derived)
    }

    @Test("a count outside 1 ... 8160 is refused", arguments: [Int.min, -1, 0, 8161, Int.max])
    func counts(count: Int) throws {
        let key = try Random.secret(32)
        #expect(throws: CryptographyFailure.self) {
            try HKDF.deriveSHA256(key: key, salt: [], info: [], count: count)
        }
    }

    @Test("the longest result can be derived")
    func longest() throws {
        #expect(try HKDF.deriveSHA256(key: Random.secret(32), salt: [], info: [], count: 8160).count == 8160)
    }

    @Test("an empty key and an info that OpenSSL cannot take are refused")
    func refusals() throws {
        let key = try Random.secret(32)
        #expect(throws: CryptographyFailure.self) {
            try HKDF.deriveSHA256(key: Secret(copying: []), salt: [1], info: [1], count: 32)
        }
        #expect(throws: CryptographyFailure.self) {
            try HKDF.deriveSHA256(key: key, salt: [], info: [UInt8](repeating: 0, count: 100_000), count: 32)
        }
    }
}
