internal import Bytes
internal import Cryptography
internal import XML

/// The response around licenses, signed to the byte as it is sent.
///
/// ASCII, attributes in a fixed order, ends spelled out and no white space: some clients write it anew before they
/// check the digest, and have to come to the same bytes.
struct PlayReadyResponse {
    var licenses: [[UInt8]] = []
    private let version: Int
    private let nonce: [UInt8]?

    /// - Parameter repeatsNonce: Of licenses that are kept, and then have a number of their own.
    init(answering challenge: PlayReadyChallenge, repeatsNonce: Bool) {
        version = challenge.version
        nonce = repeatsNonce ? challenge.nonce : nil
    }

    func signed(by provider: PlayReadyProvider) throws(CryptographyFailure) -> [UInt8] {
        let content = content(id: try Random.bytes(32), chain: provider.signerChain.bytes)
        let info = Self.info(of: content)
        let signature = try provider.signer.sign(info)
        return SOAP.envelope { xml in
            xml.element("AcquireLicenseResponse", [("xmlns", PlayReadyNamespace.protocols)]) { xml in
                xml.element("AcquireLicenseResult") { xml in
                    xml.element("Response", [("xmlns", PlayReadyNamespace.messages)]) { xml in
                        xml.append(written: content)
                        xml.element("Signature", [("xmlns", PlayReadyNamespace.signature)]) { xml in
                            xml.append(written: info)
                            xml.element("SignatureValue", base64: signature)
                        }
                    }
                }
            }
        }
    }

    /// - Parameter id: How clients tell responses apart; any bytes will do.
    private func content(id: [UInt8], chain: [UInt8]) -> [UInt8] {
        var xml = XMLWriter()
        xml.element("LicenseResponse", [("xmlns", PlayReadyNamespace.protocols), ("Id", "SignedData")]) { xml in
            xml.element("Version", text: "\(version)")
            xml.element("Licenses") { xml in licenses.forEach { xml.element("License", base64: $0) } }
            if let nonce { xml.element("LicenseNonce", base64: nonce) }
            xml.element("ResponseID", base64: id)
            xml.element("SigningCertificateChain", base64: chain)
        }
        return xml.bytes
    }

    private static func info(of content: [UInt8]) -> [UInt8] {
        var xml = XMLWriter()
        xml.element("SignedInfo", [("xmlns", PlayReadyNamespace.signature)]) { xml in
            xml.element(
                "CanonicalizationMethod", [("Algorithm", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")])
            xml.element("SignatureMethod", [("Algorithm", PlayReadyNamespace.protocols + "#ecdsa-sha256")])
            xml.element("Reference", [("URI", "#SignedData")]) { xml in
                xml.element("DigestMethod", [("Algorithm", PlayReadyNamespace.protocols + "#sha256")])
                xml.element("DigestValue", base64: SHA256.digest(content))
            }
        }
        return xml.bytes
    }
}
