package import Bytes
internal import Cryptography
internal import Licensing

/// What must be known of a license to judge its renewal, in the client's keeping.
///
/// A renewal names the license it is for, and neither keys nor device. To look that up, the server would have to write
/// it down with each license, in the one region that can write, and a renewal must work in either, on the day the other
/// is gone more than ever. So the license carries it, in `provider_session_token`, which the client sends back
/// untouched: sealed with AES-256-GCM under a secret that both regions hold, bound to the session it is of. The client
/// can neither read nor change it, nor put it into another license.
package struct WidevineSessionRecord: Equatable, Sendable {
    /// What the license grants.
    package var keyIDs: [KeyID]
    /// The device's serial number, its model's, and the number of the model: whoever is revoked since then renews
    /// nothing.
    package var deviceSerial: [UInt8]
    package var modelSerial: [UInt8]
    package var systemID: UInt64
    /// When the first of their certificates ends; nil when none does.
    package var certificateEndsAt: Timestamp?
    /// When the license would have ended.
    package var endsAt: Timestamp
    package var isPersistent: Bool

    package init(
        keyIDs: [KeyID], deviceSerial: [UInt8], modelSerial: [UInt8], systemID: UInt64,
        certificateEndsAt: Timestamp?, endsAt: Timestamp, isPersistent: Bool
    ) {
        self.keyIDs = keyIDs
        self.deviceSerial = deviceSerial
        self.modelSerial = modelSerial
        self.systemID = systemID
        self.certificateEndsAt = certificateEndsAt
        self.endsAt = endsAt
        self.isPersistent = isPersistent
    }
}

extension WidevineSessionRecord {
    init(parsing bytes: [UInt8]) throws(Malformed) {
        let fields = try ProtobufMessage(parsing: bytes)
        let keyIDs = try fields.bytes(1) ?? []
        guard keyIDs.count % 16 == 0, keyIDs.count / 16 <= LicensingLimits.requestedKeysMax else {
            throw Malformed(offset: 0, expected: "key IDs")
        }
        self.keyIDs = []
        for start in stride(from: 0, to: keyIDs.count, by: 16) {
            self.keyIDs.append(try KeyID(bytes: keyIDs[start..<start + 16]))
        }
        deviceSerial = try fields.bytes(2) ?? []
        modelSerial = try fields.bytes(3) ?? []
        systemID = try fields.integer(4) ?? 0
        endsAt = Timestamp(seconds: Int64(clamping: try fields.integer(5) ?? 0))
        isPersistent = try fields.integer(6) == 1
        certificateEndsAt = try fields.integer(7).map { Timestamp(seconds: Int64(clamping: $0)) }
    }

    var bytes: [UInt8] {
        var keyIDs: [UInt8] = []
        for keyID in self.keyIDs { keyID.append(to: &keyIDs) }
        var fields = ProtobufWriter()
        fields.append(1, bytes: keyIDs)
        fields.append(2, bytes: deviceSerial)
        fields.append(3, bytes: modelSerial)
        fields.append(4, integer: systemID)
        fields.append(5, integer: UInt64(clamping: endsAt.seconds))
        fields.append(6, integer: isPersistent ? 1 : 0)
        if let certificateEndsAt { fields.append(7, integer: UInt64(clamping: certificateEndsAt.seconds)) }
        return fields.bytes
    }
}
