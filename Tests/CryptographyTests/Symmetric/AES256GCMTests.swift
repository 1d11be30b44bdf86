import Bytes
import Cryptography
import Testing

@Suite("AES-256-GCM")
struct AES256GCMTests {
    struct Vector: Sendable {
        let key: String
        let nonce: String
        let associatedData: String
        let plaintext: String
        let sealed: String
    }

    /// Test cases 13 to 16 of "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, appendix B.
    static let vectors = [
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), associatedData: "",
            plaintext: "", sealed: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), associatedData: "",
            plaintext: String(repeating: "00", count: 16),
            sealed: "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            nonce: "cafebabefacedbaddecaf888", associatedData: "",
            plaintext: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
            sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
                + "b094dac5d93471bdec1a502270e3cc6c"),
        Vector(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            nonce: "cafebabefacedbaddecaf888", associatedData: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            plaintext: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            sealed: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    static func bytes(_ hex: String) throws -> [UInt8] { try Hex.decode(Array(hex.utf8)) }

    static func text(_ secret: Secret) -> String { secret.withBytes { Hex.encode([UInt8](copying: $0)) } }

    let cipher: AES256GCM
    let nonce = [UInt8](1...12)

    init() throws { cipher = try AES256GCM(key: Secret(copying: [UInt8](repeating: 0x42, count: 32))) }

    @Test("the published vectors hold both ways, and hold again with the kept contexts", arguments: vectors)
    func published(vector: Vector) throws {
        let cipher = try AES256GCM(key: Secret(copying: Self.bytes(vector.key)))
        let nonce = try Self.bytes(vector.nonce)
        let associatedData = try Self.bytes(vector.associatedData)
        let plaintext = Secret(copying: try Self.bytes(vector.plaintext))

        for _ in 0..<3 {
            let sealed = try cipher.seal(plaintext, nonce: nonce, associatedData: associatedData)
            #expect(Hex.encode(sealed) == vector.sealed)
            let opened = try cipher.open(sealed, nonce: nonce, associatedData: associatedData)
            #expect(Self.text(opened) == vector.plaintext)
        }
    }

    @Test("a message with any bit flipped is not authentic, and the next message still opens")
    func flips() throws {
        let plaintext = Secret(copying: [UInt8](0..<16))
        let sealed = try cipher.seal(plaintext, nonce: nonce, associatedData: [1, 2, 3])

        for bit in 0..<sealed.count * 8 {
            var flipped = sealed
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: UnsealingFailure.notAuthentic) {
                try cipher.open(flipped, nonce: nonce, associatedData: [1, 2, 3])
            }
        }
        #expect(Self.text(try cipher.open(sealed, nonce: nonce, associatedData: [1, 2, 3])) == Self.text(plaintext))
    }

    @Test("a message cut short anywhere is not authentic")
    func truncations() throws {
        let sealed = try cipher.seal(Secret(copying: [UInt8](0..<16)), nonce: nonce, associatedData: [])

        for count in 0..<sealed.count {
            #expect(throws: UnsealingFailure.notAuthentic) {
                try cipher.open(Array(sealed.prefix(count)), nonce: nonce, associatedData: [])
            }
        }
    }

    @Test("another key, nonce or associated data does not open a message")
    func bindings() throws {
        let sealed = try cipher.seal(Secret(copying: [1]), nonce: nonce, associatedData: [1])
        let stranger = try AES256GCM(key: Random.secret(32))

        #expect(throws: UnsealingFailure.notAuthentic) { try stranger.open(sealed, nonce: nonce, associatedData: [1]) }
        #expect(throws: UnsealingFailure.notAuthentic) { try cipher.open(sealed, nonce: nonce, associatedData: [2]) }
        #expect(throws: UnsealingFailure.notAuthentic) { try cipher.open(sealed, nonce: nonce, associatedData: []) }
        #expect(throws: UnsealingFailure.notAuthentic) {
            try cipher.open(sealed, nonce: nonce.reversed(), associatedData: [1])
        }
    }

    @Test("a nonce that has not twelve bytes is refused both ways", arguments: [0, 1, 11, 13, 16])
    func nonces(count: Int) throws {
        let nonce = [UInt8](repeating: 0, count: count)
        let sealed = [UInt8](repeating: 0, count: 32)

        #expect(throws: CryptographyFailure.self) {
            try cipher.seal(Secret(copying: [1]), nonce: nonce, associatedData: [])
        }
        let failure = #expect(throws: UnsealingFailure.self) {
            try cipher.open(sealed, nonce: nonce, associatedData: [])
        }
        #expect(failure != .notAuthentic)
    }

    @Test("a key that has not 32 bytes is refused", arguments: [0, 16, 24, 31, 33])
    func keys(count: Int) {
        #expect(throws: CryptographyFailure.self) {
            try AES256GCM(key: Secret(copying: [UInt8](repeating: 1, count: count)))
        }
    }
}
