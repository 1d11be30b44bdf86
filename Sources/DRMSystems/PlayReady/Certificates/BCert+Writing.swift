internal import Bytes
package import Cryptography

extension SignedBCert {
    /// Issues a certificate: for signers and devices of our own.
    package init(_ certificate: BCert, issuedBy issuer: P256PrivateKey) throws(CryptographyFailure) {
        let attributes = certificate.attributes
        var bytes: [UInt8] = []
        bytes.append(bigEndian: Self.magic)
        bytes.append(bigEndian: UInt32(1))
        let signedLength = 16 + attributes.count
        bytes.append(bigEndian: UInt32(clamping: signedLength + Self.signatureAttributeLength))
        bytes.append(bigEndian: UInt32(clamping: signedLength))
        bytes += attributes
        self.certificate = certificate
        signedBytes = bytes
        signature = try SigningKey(issuer).sign(bytes)
        self.issuer = issuer.publicPoint.bytes
        addition = []
    }
}

extension BCert {
    fileprivate var attributes: [UInt8] {
        attribute(BCertTag.basic, basicBody) + deviceAttribute + featureAttribute + attribute(BCertTag.key, keyBody)
            + attribute(BCertTag.manufacturer, manufacturerBody, flags: 0)
    }

    private var basicBody: [UInt8] {
        var body = certificateID
        body.append(bigEndian: securityLevel)
        body.append(bigEndian: UInt32(0))
        body.append(bigEndian: kind)
        body += keyDigest
        body.append(bigEndian: expiration)
        return body + clientID
    }

    /// The longest license, header and chain of licenses that the device takes.
    private var deviceAttribute: [UInt8] {
        guard kind == Kind.device.rawValue else { return [] }
        return attribute(4, [10_240, 15_360, 2].flatMap(Self.bytes))
    }

    /// Secure clock, revocation lists, PlayReady 3.
    private var featureAttribute: [UInt8] { attribute(5, [3, 4, 9, 13].flatMap(Self.bytes)) }

    private var keyBody: [UInt8] {
        var body = Self.bytes(UInt32(clamping: keys.count))
        for key in keys {
            body.append(bigEndian: UInt16(1))
            body.append(bigEndian: UInt16(512))
            body += Self.bytes(0) + key.point + Self.bytes(UInt32(clamping: key.usages.count))
            body += key.usages.flatMap(Self.bytes)
        }
        return body
    }

    private var manufacturerBody: [UInt8] {
        var body = Self.bytes(0)
        for place in 0..<3 {
            let text = Array((place < manufacturer.count ? manufacturer[place] : "").utf8) + [0]
            body += Self.bytes(UInt32(clamping: text.count)) + text
            body += [UInt8](repeating: 0, count: (4 - text.count % 4) % 4)
        }
        return body
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: number)
        return bytes
    }

    private func attribute(_ tag: UInt16, _ body: [UInt8], flags: UInt16 = 1) -> [UInt8] {
        var attribute: [UInt8] = []
        attribute.append(bigEndian: flags)
        attribute.append(bigEndian: tag)
        attribute.append(bigEndian: UInt32(clamping: body.count + 8))
        return attribute + body
    }
}
