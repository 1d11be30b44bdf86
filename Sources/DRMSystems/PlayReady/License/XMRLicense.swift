internal import Bytes
internal import Cryptography
internal import Licensing

/// One key of a license, in PlayReady's binary form, with the code that covers all of it.
struct XMRLicense {
    let bytes: [UInt8]

    /// How a player decrypts with the key.
    private enum KeyKind: UInt16 {
        case ctr = 1
        case cbc = 5
    }

    /// A point of P-256, by ElGamal.
    private static let cipher: UInt16 = 3
    private static let curve: UInt16 = 1

    init(
        _ key: ContentKey, as cipher: WRMHeader.Cipher, rightsID: [UInt8], policy: XMRPolicy, for device: P256Point
    ) throws(CryptographyFailure) {
        let sealed = try SealedContentKey(key.key, for: device)
        var outer: [UInt8] = []
        outer.append(.globalPolicy, policy.global)
        outer.append(.playPolicy, policy.play)
        outer.append(.keyMaterial, Self.keyMaterial(key.keyID, cipher == .ctr ? .ctr : .cbc, sealed, device))
        var license = Self.head(rightsID)
        // The container counts the code that is still to come, and the code covers that number.
        license.append(.outer, outer + [UInt8](repeating: 0, count: XMR.signatureLength))
        license.removeLast(XMR.signatureLength)
        let code = try AESCMAC(key: sealed.integrityKey).code(for: license)
        var signature: [UInt8] = []
        signature.append(bigEndian: UInt16(1))
        signature.append(bigEndian: UInt16(clamping: code.count))
        license.append(.signature, signature + code)
        bytes = license
    }

    private static func head(_ rightsID: [UInt8]) -> [UInt8] {
        var head = Array("XMR\0".utf8)
        head.append(bigEndian: XMR.version)
        return head + rightsID
    }

    private static func keyMaterial(
        _ keyID: KeyID, _ kind: KeyKind, _ key: SealedContentKey, _ device: P256Point
    ) -> [UInt8] {
        var objects: [UInt8] = []
        var content = keyID.guid
        for number in [kind.rawValue, cipher, UInt16(clamping: key.sealed.count)] { content.append(bigEndian: number) }
        objects.append(.contentKey, content + key.sealed)
        var point: [UInt8] = []
        point.append(bigEndian: curve)
        point.append(bigEndian: UInt16(clamping: device.bytes.count))
        objects.append(.deviceKey, point + device.bytes)
        return objects
    }
}
