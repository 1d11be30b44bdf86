import Bytes
import Cryptography
import DRMSystems
import XML

/// A response whose digest, signature and signer's chain a player has checked.
package struct PlayReadyReceivedResponse {
    package let version: String
    package let licenses: [[UInt8]]
    /// Repeated by responses whose licenses may be kept.
    package let nonce: [UInt8]?

    package init(parsing bytes: [UInt8]) throws {
        let content = Array(bytes[try XMLSlice.range(of: "LicenseResponse", in: bytes.span)])
        let info = Array(bytes[try XMLSlice.range(of: "SignedInfo", in: bytes.span)])
        let value = Array(bytes[try XMLSlice.range(of: "SignatureValue", in: bytes.span)])
        let element = try XMLElement(parsing: content)
        let digest = try XMLElement(parsing: info).descendant("Reference", "DigestValue")?.text
        try PlayReadyPlayerFailure.unless(
            digest == Base64.standard.encode(SHA256.digest(content)), "the digest is another message's")
        let key = try Self.signer(of: Self.base64(element, "SigningCertificateChain"))
        try PlayReadyPlayerFailure.unless(
            VerificationKey(key).isValid(
                signature: Base64.standard.decode(XMLElement(parsing: value).text.utf8), for: info),
            "the signature is bad")
        version = element.child("Version")?.text ?? ""
        licenses = try (element.child("Licenses")?.children("License") ?? []).map {
            try Base64.standard.decode($0.text.utf8)
        }
        nonce = element.child("LicenseNonce") == nil ? nil : try Self.base64(element, "LicenseNonce")
        try PlayReadyPlayerFailure.unless(!licenses.isEmpty, "there is no license")
        try PlayReadyPlayerFailure.unless(bytes.allSatisfy { $0 < 0x80 }, "not ASCII")
    }

    private static func base64(_ element: XMLElement, _ name: String) throws -> [UInt8] {
        try Base64.standard.decode((element.child(name)?.text ?? "?").utf8)
    }

    private static func signer(of chain: [UInt8]) throws -> P256Point {
        let leaf = try BCertChain(parsing: chain).leaf
        guard let key = leaf.keys.first(where: { $0.usages.contains(0x14) }), let point = P256Point(key.point) else {
            throw PlayReadyPlayerFailure("the signer may not sign responses")
        }
        return point
    }
}

/// A SOAP fault, as a player shows it to its application.
package struct PlayReadyReceivedFault: Equatable, CustomStringConvertible {
    package let status: String
    package let customData: String?

    package init(parsing bytes: [UInt8]) throws {
        let fault = try XMLElement(parsing: bytes).descendant("Body", "Fault")
        guard let exception = fault?.descendant("detail", "Exception"), let status = exception.child("StatusCode"),
            fault?.namespace == "http://schemas.xmlsoap.org/soap/envelope/", status.namespace == nil
        else { throw PlayReadyPlayerFailure("no fault that a player would understand") }
        self.status = status.text
        customData = exception.child("CustomData")?.text
    }

    package var description: String { "\(status) \(customData ?? "")" }
}
