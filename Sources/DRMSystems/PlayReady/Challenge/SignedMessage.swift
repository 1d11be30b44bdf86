internal import Bytes
internal import Cryptography
internal import XML

/// The signed part of a license request, and the key that signed it.
///
/// Nothing is canonicalized: clients write the canonical form, and the digest is over the bytes as they came. What is
/// read is what was hashed, and never the document around it, so no other element can stand in for the signed one.
struct SignedMessage {
    /// The element `LA`.
    let content: XMLElement
    /// Whose key it is, a certificate has to say.
    let key: P256Point

    init(parsing bytes: [UInt8]) throws(PlayReadyRefusal) {
        let parts: (content: Range<Int>, info: Range<Int>, signature: String, key: String)
        do throws(XMLFailure) { parts = try Self.parts(of: bytes.span) } catch { throw .malformed }
        let info = bytes.span.extracting(parts.info)
        let content = bytes.span.extracting(parts.content)
        guard let claim = try? SignedInfo(parsing: info) else { throw .malformed }
        guard let signature = try? PlayReadyBase64.decode(parts.signature),
            let key = (try? PlayReadyBase64.decode(parts.key)).flatMap(P256Point.init), claim.isOf(content),
            (try? VerificationKey(key).isValid(signature: signature.span, for: info)) == true
        else { throw .untrusted }
        guard let element = try? XMLElement(parsing: content, limits: Self.limits), element.isSignedData else {
            throw .malformed
        }
        self.key = key
        self.content = element
    }

    private static let limits = XMLLimits(lengthMax: DRMSystemsLimits.playReadyChallengeLengthMax, tagsMax: 2_048)

    private static func parts(
        of bytes: Span<UInt8>
    ) throws(XMLFailure) -> (content: Range<Int>, info: Range<Int>, signature: String, key: String) {
        try XMLGuard.check(bytes, limits)
        let content = try XMLSlice.range(of: "LA", in: bytes)
        let info = try XMLSlice.range(of: "SignedInfo", in: bytes)
        // The signature follows what it signs; a header may hold anything, elements of these names too.
        let rest = bytes.extracting(droppingFirst: content.upperBound)
        return (content, info, try text(of: "SignatureValue", in: rest), try text(of: "PublicKey", in: rest))
    }

    private static func text(of name: StaticString, in bytes: Span<UInt8>) throws(XMLFailure) -> String {
        let range = try XMLSlice.range(of: name, in: bytes)
        return try XMLElement(parsing: bytes.extracting(range), limits: limits).text
    }
}

/// What was signed: the digest of the content.
private struct SignedInfo {
    private let digest: [UInt8]

    init(parsing bytes: Span<UInt8>) throws {
        let limits = XMLLimits(lengthMax: 4_096, depthMax: 8, tagsMax: 64)
        let reference = try XMLElement(parsing: bytes, limits: limits).child("Reference")
        guard let reference, reference.attribute("URI") == "#SignedData", let text = reference.child("DigestValue")
        else { throw PlayReadyRefusal.malformed }
        digest = try PlayReadyBase64.decode(text.text)
    }

    func isOf(_ content: Span<UInt8>) -> Bool { SHA256.digest(content) == digest }
}

extension XMLElement {
    fileprivate var isSignedData: Bool { attribute("Id") == "SignedData" && namespace == PlayReadyNamespace.protocols }
}
