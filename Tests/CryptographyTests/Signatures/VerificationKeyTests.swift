import Bytes
import Cryptography
import Testing

@Suite("Verification key")
struct VerificationKeyTests {
    @Test("a published signature is valid, by the key in DER and in PEM", arguments: PublishedSignature.all)
    func published(vector: PublishedSignature) throws {
        let fromDER = try VerificationKey(vector.algorithm, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)
        let fromPEM = try VerificationKey(vector.algorithm, pem: vector.publicPEM)

        for key in [fromDER, fromPEM] {
            #expect(try key.isValid(signature: vector.signature, for: vector.message))
            #expect(try key.encoded == vector.subjectPublicKeyInfo)
        }
    }

    @Test("a signature with any bit flipped is refused", arguments: PublishedSignature.all)
    func flippedSignature(vector: PublishedSignature) throws {
        let key = try VerificationKey(vector.algorithm, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)

        for bit in 0..<512 {
            var signature = vector.signature
            signature[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try !key.isValid(signature: signature, for: vector.message), "bit \(bit)")
        }
    }

    @Test("another message is refused", arguments: PublishedSignature.all)
    func anotherMessage(vector: PublishedSignature) throws {
        let key = try VerificationKey(vector.algorithm, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)

        #expect(try !key.isValid(signature: vector.signature, for: vector.message + [0]))
        #expect(try !key.isValid(signature: vector.signature, for: [0x55] + vector.message.dropFirst()))
    }

    @Test("a signature of any length but 64 is refused", arguments: [PublishedSignature.rfc7515, .rfc8037])
    func lengths(vector: PublishedSignature) throws {
        let key = try VerificationKey(vector.algorithm, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)

        for count in 0..<64 {
            #expect(try !key.isValid(signature: Array(vector.signature.prefix(count)), for: vector.message))
        }
        #expect(try !key.isValid(signature: vector.signature + [0], for: vector.message))
    }

    /// The order of P-256's group (FIPS 186-4 §D.1.2.3).
    static let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")

    @Test(
        "r or s of zero, of the order, or beyond it is refused",
        arguments: [[UInt8](repeating: 0, count: 32), order, [UInt8](repeating: 0xFF, count: 32)])
    func outOfRange(number: [UInt8]) throws {
        let vector = PublishedSignature.rfc7515
        let key = try VerificationKey(.es256, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)
        let (r, s) = (Array(vector.signature.prefix(32)), Array(vector.signature.suffix(32)))

        for signature in [number + s, r + number, number + number] {
            #expect(try !key.isValid(signature: signature, for: vector.message))
        }
    }

    @Test("the DER spelling of an ECDSA signature is no JOSE signature")
    func derIsRefused() throws {
        let vector = PublishedSignature.rfc7515
        let key = try VerificationKey(.es256, subjectPublicKeyInfo: vector.subjectPublicKeyInfo)
        let der = hex("30450220") + vector.signature.prefix(32) + hex("022100") + vector.signature.suffix(32)

        #expect(try !key.isValid(signature: der, for: vector.message))
    }
}
