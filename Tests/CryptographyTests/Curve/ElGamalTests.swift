import Bytes
import Cryptography
import Testing

/// Made with another implementation, from these numbers alone.
private enum Vector {
    static let privateKey = "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60"
    static let publicKey = """
        261efbd3550cf068ef013ed7366ba32f5d6fe557b4b2abce8ade58cba168a55e\
        1788a0b29a56a6abec4084c0c96bd3dcbca6b507f35dbea9e985708479d8bdc9
        """
    static let ephemeral = "1112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30"
    static let x = "aaaa0000000000000000000000000000808182838485868788898a8b8c8d8e8f"
    static let sealed = """
        4c6336e3b8b3de771b613a1c7a1734834cd69c1a4f5ffecb240c63bc0ddb1574\
        f6896c5d14ca44e0037791c2300333259a71b901e5258575d107e5b8ac48b424\
        83ac36b250507315c87cc2dc626f24fbfd9639921de58f81f98d918c9647f207\
        f5fd9cb509bdadb194e8e0cb6323509ae4ec1323149e8fb0fc4df52dba81a4da
        """
}

private func bytes(_ hex: String) throws -> [UInt8] { try Hex.decode(hex.utf8) }
private func secret(_ hex: String) throws -> Secret { Secret(copying: try bytes(hex)) }
private func bytes(_ secret: Secret?) -> [UInt8]? { secret?.withBytes { [UInt8](copying: $0) } }

/// The prime of the field and the order of the group.
private let prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
private let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"

@Suite("ElGamal on P-256")
struct ElGamalTests {
    @Test("the published numbers give the published bytes, and open again")
    func vector() throws {
        let key = try P256PrivateKey(secret(Vector.privateKey))
        let sealed = try key.publicPoint.seal(x: secret(Vector.x), ephemeral: secret(Vector.ephemeral))

        #expect(try key.publicPoint.bytes == bytes(Vector.publicKey))
        #expect(try sealed == bytes(Vector.sealed))
        #expect(try bytes(key.open(bytes(Vector.sealed))) == bytes(Vector.x))
        #expect(try bytes(key.secret()) == bytes(Vector.privateKey))
    }

    @Test("what is sealed opens with its own key and no other, and is never the same twice")
    func roundTrips() throws {
        let (mine, other) = (try P256PrivateKey.generate(), try P256PrivateKey.generate())
        var opened = 0
        for _ in 0..<64 {
            let x = try Random.secret(32)
            guard let sealed = try mine.publicPoint.seal(x: x) else { continue }
            opened += 1
            #expect(try bytes(mine.open(sealed)) == bytes(x))
            #expect(try bytes(other.open(sealed)) != bytes(x))
            #expect(try mine.publicPoint.seal(x: x) != sealed)
        }
        #expect(10...54 ~= opened, "about half of all values are coordinates")
    }

    @Test("a value beyond the field is no coordinate, and is not reduced into one")
    func refusesBeyondField() throws {
        let key = try P256PrivateKey.generate().publicPoint
        #expect(try key.seal(x: secret(prime)) == nil)
        for last in UInt8(192)...255 {  // Less the prime, about half of these would be coordinates.
            let above = [UInt8](repeating: 0xFF, count: 31) + [last]
            #expect(try key.seal(x: Secret(copying: above)) == nil)
        }
        #expect(try key.seal(x: Secret(copying: [UInt8](repeating: 1, count: 31))) == nil)
    }

    @Test("bytes that are not two points on the curve do not open, whichever byte was changed")
    func refusesOffCurve() throws {
        let key = try P256PrivateKey(secret(Vector.privateKey))
        let sealed = try bytes(Vector.sealed)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(try key.open(changed) == nil)
            #expect(try key.open(Array(sealed.prefix(place))) == nil)
        }
        #expect(try key.open([UInt8](repeating: 0, count: 128)) == nil)
        // The sum of a point with its own negative is infinity, which has no coordinates.
        let one = try P256PrivateKey(secret(String(repeating: "0", count: 63) + "1"))
        #expect(try one.open(one.publicPoint.bytes + one.publicPoint.bytes) == nil)
    }

    @Test("a point is 64 bytes on the curve")
    func points() throws {
        let point = try bytes(Vector.publicKey)
        #expect(P256Point(point)?.bytes == point)
        for place in point.indices {
            var changed = point
            changed[place] ^= 0x80
            #expect(P256Point(changed) == nil)
            #expect(P256Point(Array(point.prefix(place))) == nil)
        }
        #expect(P256Point([]) == nil)
        #expect(P256Point([4] + point) == nil)
    }

    @Test("a private key is a number below the order and not zero", arguments: [order, prime, "", "01"])
    func refusesScalars(text: String) throws {
        #expect(throws: KeyFailure.self) { try P256PrivateKey(secret(text)) }
        #expect(throws: KeyFailure.self) { try P256PrivateKey(secret(String(repeating: "0", count: 64))) }
    }
}

@Suite("Signatures with bare keys on P-256")
struct P256SignatureTests {
    @Test("what a bare private key signs, its point verifies, and another point does not")
    func signs() throws {
        let (key, other) = (try P256PrivateKey.generate(), try P256PrivateKey.generate())
        let message = Array("raw bytes".utf8)

        let signature = try SigningKey(key).sign(message)

        #expect(signature.count == 64)
        #expect(try VerificationKey(key.publicPoint).isValid(signature: signature, for: message))
        #expect(try !VerificationKey(other.publicPoint).isValid(signature: signature, for: message))
        #expect(try !VerificationKey(key.publicPoint).isValid(signature: signature, for: message + [0]))
        #expect(try !VerificationKey(key.publicPoint).isValid(signature: [], for: message))
    }

    /// License requests that Microsoft published as examples ("PlayReady License Server" and "License Nonce", Microsoft
    /// Learn, CC BY 4.0): digest, signature and key, without the white space that was added for print.
    static let recorded = [
        (
            "NnkxTbC9yLGwYWSRfOz3VqKRYd62AGqTnwpSHsCklhI=",
            "Av2+yCEBdJD9+euMzGzuPb5rYgPlXNszEEr+cF7LwbE/Kln1e8JyhAEdIy14z4U43/oQMvMg40QaOAqv3ElM2g==",
            "nrZWFO4ExmBomY+Xu5sATbSRi+tjRqMC+bVaKwn5ZAkdoER3nn8eE+yxXA0CkuhhmAmAqYDX7RY2q+MbAvoZuA=="
        ),
        (
            "QF4icfarWi9bF61LlvS+AjvrTv4WB10C9hg9AFVxo5o=",
            "TgoCoi0FPKJsuPlOT5P2UEwWonfstM9FUagK5zGMSGvQk+T0ieyIqoOI6+6Rfhye0OtnzOFC1Ii4r+jGaRpCnw==",
            "KhSCjNAz2d8IVZW3gk2jJG96orpXhVqwXxARo5tikjYY99ieZyP3IPztIS/bl9kGvJTxXaMA07K2Ph+8DLeCyg=="
        ),
    ]

    @Test("the signatures of published license requests are good, and over these very bytes only", arguments: recorded)
    func verifiesRecorded(digest: String, signature: String, key: String) throws {
        let signedInfo = """
            <SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#">\
            <CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315">\
            </CanonicalizationMethod>\
            <SignatureMethod Algorithm="http://schemas.microsoft.com/DRM/2007/03/protocols#ecdsa-sha256">\
            </SignatureMethod>\
            <Reference URI="#SignedData">\
            <DigestMethod Algorithm="http://schemas.microsoft.com/DRM/2007/03/protocols#sha256"></DigestMethod>\
            <DigestValue>\(digest)</DigestValue></Reference></SignedInfo>
            """
        let signature = try Base64.standard.decode(signature.utf8)
        let verifier = try VerificationKey(#require(P256Point(Base64.standard.decode(key.utf8))))

        #expect(try verifier.isValid(signature: signature, for: Array(signedInfo.utf8)))
        #expect(try !verifier.isValid(signature: signature, for: Array("\(signedInfo)\n".utf8)))
    }
}
