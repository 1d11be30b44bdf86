package import Bytes
package import Cryptography

/// A device that the test kit made: its certificate with its model's, and its key.
package struct WidevineTestDevice: Sendable {
    /// What a device file says it is: browsers and Android choose their request IDs differently.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case chrome = 1
        case android = 2
    }

    package var certificate: WidevineSignedCertificate
    package var key: RSAPrivateKey

    package init(certificate: WidevineSignedCertificate, key: RSAPrivateKey) {
        self.certificate = certificate
        self.key = key
    }

    /// How it introduces itself (`ClientIdentification`); the names say that it is no real device.
    package var identification: [UInt8] {
        var fields = ProtobufWriter()
        fields.append(1, integer: 1)  // a device certificate
        fields.append(2, bytes: certificate.bytes)
        for (name, value) in Self.information {
            var pair = ProtobufWriter()
            pair.append(1, bytes: Array(name.utf8))
            pair.append(2, bytes: Array(value.utf8))
            fields.append(3, message: pair)
        }
        return fields.bytes
    }

    private static let information: KeyValuePairs = [
        "company_name": "evergrant test", "model_name": "evergrant test device", "architecture_name": "none",
    ]

    /// The device as a file of version 2, as `pywidevine` reads it.
    package func file(_ kind: Kind) throws(CryptographyFailure) -> Secret {
        let key = try key.pkcs1
        let identification = identification
        var head = Array("WVD".utf8) + [2, kind.rawValue, kind == .chrome ? 3 : 1, 0]  // version, type, level, flags
        head.append(bigEndian: UInt16(clamping: key.count))
        var middle: [UInt8] = []
        middle.append(bigEndian: UInt16(clamping: identification.count))
        return Secret(
            joining: Secret(joining: Secret(copying: head), key), Secret(copying: middle + identification))
    }
}
