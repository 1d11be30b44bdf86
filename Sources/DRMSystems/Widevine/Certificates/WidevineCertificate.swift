package import Bytes

/// A certificate of Widevine's own format (`DrmCertificate`), inside the signed one that carries it.
package struct WidevineCertificate: Equatable, Sendable {
    package enum Kind: UInt64, Sendable {
        case root, deviceModel, device, service, provisioner
    }

    package var kind: Kind
    package var serial: [UInt8]
    package var createdAt: UInt64
    /// An RSAPublicKey in DER.
    package var publicKey: [UInt8]
    package var systemID: UInt64?
    package var providerID: [UInt8]
    /// 1 is RSA; the others are elliptic curves.
    package var algorithm: UInt64
    /// Another key to encrypt to, where there is one.
    package var encryptionKey: [UInt8]?
    package var encryptionAlgorithm: UInt64
    /// Seconds since 1970; 0 is never.
    package var expiresAt: UInt64

    package static let rsa: UInt64 = 1

    package init(
        _ kind: Kind, serial: [UInt8], createdAt: UInt64, publicKey: [UInt8], systemID: UInt64? = nil,
        providerID: [UInt8] = [], encryptionKey: [UInt8]? = nil, expiresAt: UInt64 = 0
    ) {
        self.kind = kind
        self.serial = serial
        self.createdAt = createdAt
        self.publicKey = publicKey
        self.systemID = systemID
        self.providerID = providerID
        algorithm = Self.rsa
        self.encryptionKey = encryptionKey
        encryptionAlgorithm = Self.rsa
        self.expiresAt = expiresAt
    }

    package init(parsing bytes: [UInt8]) throws(Malformed) {
        let fields = try ProtobufMessage(parsing: bytes)
        guard let kind = Kind(rawValue: try fields.integer(1) ?? 0) else {
            throw Malformed(offset: 0, expected: "a known type of certificate")
        }
        self.kind = kind
        serial = try fields.bytes(2) ?? []
        createdAt = try fields.integer(3) ?? 0
        publicKey = try fields.bytes(4) ?? []
        systemID = try fields.integer(5)
        providerID = try fields.bytes(7) ?? []
        algorithm = try fields.integer(9) ?? Self.rsa
        let encryption = try fields.message(11)
        encryptionKey = try encryption?.bytes(1)
        encryptionAlgorithm = try encryption?.integer(2) ?? Self.rsa
        expiresAt = try fields.integer(12) ?? 0
    }

    package var bytes: [UInt8] {
        var fields = ProtobufWriter()
        fields.append(1, integer: kind.rawValue)
        fields.append(2, bytes: serial)
        fields.append(3, integer: createdAt)
        fields.append(4, bytes: publicKey)
        if let systemID { fields.append(5, integer: systemID) }
        fields.append(7, unlessEmpty: providerID)
        if algorithm != Self.rsa { fields.append(9, integer: algorithm) }
        if let encryptionKey {
            var key = ProtobufWriter()
            key.append(1, bytes: encryptionKey)
            key.append(2, integer: encryptionAlgorithm)
            fields.append(11, message: key)
        }
        if expiresAt != 0 { fields.append(12, integer: expiresAt) }
        return fields.bytes
    }

    /// From when it counts no more; nil when it never ends.
    package var endsAt: Timestamp? { expiresAt == 0 ? nil : Timestamp(seconds: Int64(clamping: expiresAt)) }
}
