import Bytes
import Cryptography
import Foundation
import Testing

@Suite("RSA keys")
struct RSAKeyTests {
    private static let key = Result { try RSAPrivateKey.generate(bits: 2_048) }

    private let key: RSAPrivateKey
    private let openSSL: OpenSSLCommand

    init() throws {
        key = try Self.key.get()
        openSSL = try OpenSSLCommand(directory: .init())
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: openSSL.directory.url.appending(path: name))
    }

    private func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: openSSL.directory.url.appending(path: name)))
    }

    @Test("a key written and read again is the same, in each format")
    func formats() throws {
        let der = try key.publicKey.pkcs1
        let fromPEM = try RSAPrivateKey(pem: key.pem)
        let fromDER = try RSAPrivateKey(pkcs1: key.pkcs1)

        #expect(try RSAPublicKey(pkcs1: der).pkcs1 == der)
        #expect(try fromPEM.publicKey.pkcs1 == der)
        #expect(try fromDER.publicKey.pkcs1 == der)
        #expect(key.publicKey.byteCount == 256)
    }

    @Test("a public key cut short at any byte, or with something behind it, is refused")
    func wholeness() throws {
        let der = try key.publicKey.pkcs1
        for count in 0..<der.count {
            #expect(throws: KeyFailure.self) { try RSAPublicKey(pkcs1: Array(der.prefix(count))) }
        }
        #expect(throws: KeyFailure.unreadable(reason: "bytes follow the key")) { try RSAPublicKey(pkcs1: der + [0]) }
        #expect(throws: KeyFailure.self) { try RSAPrivateKey(pkcs1: Secret(copying: der)) }
        let whole = try key.pkcs1.withBytes { [UInt8](copying: $0) }
        for more in [[0], der] {
            #expect(throws: KeyFailure.unreadable(reason: "bytes follow the key")) {
                try RSAPrivateKey(pkcs1: Secret(copying: whole + more))
            }
        }
        let endless = [UInt8](repeating: 0x30, count: 16_385)
        #expect(throws: KeyFailure.unreadable(reason: "too long for a key")) { try RSAPublicKey(pkcs1: endless) }
    }

    @Test("keys of other kinds and sizes are refused")
    func kinds() throws {
        let small = try openSSL.run("genrsa 768")
        let curve = try openSSL.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256")

        #expect(throws: KeyFailure.unsound(reason: "768 bits instead of 1024 to 4096")) {
            try RSAPrivateKey(pem: Secret(copying: small))
        }
        #expect(throws: KeyFailure.wrongKind(expected: "RSA", found: "EC prime256v1")) {
            try RSAPrivateKey(pem: Secret(copying: curve))
        }
        for bits in [0, -1, 1_023, 4_097, Int.max] {
            #expect(throws: CryptographyFailure.self) { try RSAPrivateKey.generate(bits: bits) }
        }
        for exponent: UInt64 in [0, 1, 3, 65_538] {
            #expect(throws: CryptographyFailure.self) { try RSAPrivateKey.generate(bits: 1_024, exponent: exponent) }
        }
    }

    @Test("a key may have an exponent of its own, and keeps it", arguments: [65_537, 0x4567_5465_7374_21])
    func exponents(exponent: UInt64) throws {
        let key = try RSAPrivateKey.generate(bits: 1_024, exponent: exponent)

        #expect(key.publicKey.exponent == exponent)
        #expect(try RSAPublicKey(pkcs1: key.publicKey.pkcs1).exponent == exponent)
        #expect(try key.publicKey.isValid(key.sign([1], digest: .sha1), for: [1], digest: .sha1))
    }

    @Test("a huge exponent, which would make each check as dear as a signature, is refused")
    func exponent() throws {
        let modulus = [UInt8](repeating: 0xFF, count: 128)
        let number: ([UInt8]) -> [UInt8] = { [0x02, 0x81, UInt8($0.count + 1), 0] + $0 }
        let body = number(modulus) + number(modulus)
        #expect(throws: KeyFailure.unsound(reason: "a public exponent of 1024 bits")) {
            try RSAPublicKey(pkcs1: [0x30, 0x82, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body)
        }
    }

    @Test("what is encrypted to a key is what it decrypts, and OpenSSL's command agrees", arguments: [1, 2])
    func encrypts(round: Int) throws {
        let digest = round == 1 ? DigestAlgorithm.sha1 : .sha256
        let name = round == 1 ? "sha1" : "sha256"
        let secret = [UInt8](0..<16)

        let ciphertext = try key.publicKey.encrypt(Secret(copying: secret), digest: digest)
        try write(ciphertext, "ciphertext")
        try write(key.pem.withBytes { [UInt8](copying: $0) }, "key.pem")
        let theirs = try openSSL.run(
            "pkeyutl -decrypt -in ciphertext -inkey key.pem -pkeyopt rsa_padding_mode:oaep"
                + " -pkeyopt rsa_oaep_md:\(name) -pkeyopt rsa_mgf1_md:\(name)")

        #expect(theirs == secret)
        #expect(key.decrypt(ciphertext, digest: digest)?.withBytes { [UInt8](copying: $0) } == secret)
        #expect(key.decrypt(ciphertext, digest: round == 1 ? .sha256 : .sha1) == nil)
    }

    @Test("an altered, shortened or foreign ciphertext gives nothing")
    func refusesCiphertexts() throws {
        let ciphertext = try key.publicKey.encrypt(Secret(copying: [1, 2, 3]), digest: .sha1)
        for place in stride(from: 0, to: ciphertext.count, by: 17) {
            var altered = ciphertext
            altered[place] ^= 0x10
            #expect(key.decrypt(altered, digest: .sha1) == nil)
        }
        for count in [0, 1, 128, 255, 257, 512] {
            #expect(key.decrypt([UInt8](repeating: 1, count: count), digest: .sha1) == nil)
        }
        #expect(key.decrypt([UInt8](repeating: 0xFF, count: 256), digest: .sha1) == nil)
        #expect(key.decrypt([UInt8](repeating: 0, count: 256), digest: .sha1) == nil)
    }

    @Test("what does not fit under the modulus is not encrypted")
    func tooLong() {
        #expect(throws: CryptographyFailure.self) {
            try key.publicKey.encrypt(Secret(copying: [UInt8](repeating: 1, count: 215)), digest: .sha1)
        }
    }

    @Test("a signature is valid for its message, digest and key only", arguments: DigestAlgorithm.allCases)
    func signs(digest: DigestAlgorithm) throws {
        let message = Array("a license request".utf8)
        let signature = try key.sign(message, digest: digest)
        let other = try RSAPrivateKey.generate(bits: 1_024)

        #expect(try key.publicKey.isValid(signature, for: message, digest: digest))
        #expect(try !key.publicKey.isValid(signature, for: message + [0], digest: digest))
        #expect(try !other.publicKey.isValid(signature, for: message, digest: digest))
        #expect(try !other.publicKey.isValid(Array(signature.prefix(128)), for: message, digest: digest))
        for another in DigestAlgorithm.allCases where another != digest {
            #expect(try !key.publicKey.isValid(signature, for: message, digest: another))
        }
        for place in stride(from: 0, to: signature.count, by: 13) {
            var altered = signature
            altered[place] ^= 1
            #expect(try !key.publicKey.isValid(altered, for: message, digest: digest))
        }
        for count in [0, 1, 255] {
            #expect(try !key.publicKey.isValid(Array(signature.prefix(count)), for: message, digest: digest))
        }
        #expect(try !key.publicKey.isValid([UInt8](repeating: 0xFF, count: 256), for: message, digest: digest))
    }

    @Test("OpenSSL's command accepts our signatures and makes some that we accept", arguments: DigestAlgorithm.allCases)
    func signsLikeOpenSSL(digest: DigestAlgorithm) throws {
        let name = "\(digest)"
        let message = Array("signed by one, checked by the other".utf8)
        let options = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:\(digest.byteCount)"
        try write(message, "message")
        try write(key.pem.withBytes { [UInt8](copying: $0) }, "key.pem")
        try write(key.sign(message, digest: digest), "ours")

        try openSSL.run("dgst -\(name) \(options) -prverify key.pem -signature ours message")
        try openSSL.run("dgst -\(name) \(options) -sign key.pem -out theirs message")

        #expect(try key.publicKey.isValid(read("theirs"), for: message, digest: digest))
    }
}
