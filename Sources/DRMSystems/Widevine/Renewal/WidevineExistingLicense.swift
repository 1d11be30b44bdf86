internal import Bytes
internal import Cryptography
internal import Licensing

/// A license that its holder wants to renew or to give back, and has proven to hold.
struct WidevineExistingLicense: Sendable {
    let id: WidevineLicenseID
    let record: WidevineSessionRecord
    let keys: WidevineRenewalKeys
    /// Signs the answer.
    let serverMAC: Secret
}

extension WidevineProvider {
    /// The license whose key signed a renewal or a release.
    ///
    /// The client's half of the signing key signs the request (assumed of real devices, whose order of the halves
    /// nobody documents). A license that is not ours and a signature that is not its holder's are told apart, because
    /// the record is authentic by itself.
    func existingLicense(
        signing signed: WidevineSignedMessage, _ request: WidevineLicenseRequest, at now: Timestamp
    ) throws(WidevineRefusal) -> WidevineExistingLicense {
        let id = try WidevineRefusal.reading { () throws(Malformed) in
            guard let existing = try request.contentID.message(3), let fields = try existing.message(1) else {
                throw Malformed(offset: 0, expected: "a license ID")
            }
            return try WidevineLicenseID(fields)
        }
        guard let keys = renewalKeys(of: id.sessionID, token: id.sessionToken) else { throw .unknownLicense }
        let (record, signingKey) = try WidevineRefusal.computing { () throws(CryptographyFailure) in
            (try keys.open(id.sessionToken), try keys.signingKey())
        }
        guard let record else { throw .unknownLicense }
        let isSigned = try WidevineRefusal.computing { () throws(CryptographyFailure) in
            try HMACSHA256(key: signingKey.part(32..<64)).isValid(signed.signature, for: signed.message)
        }
        guard isSigned else { throw .badSignature }
        try refuse(record, request, at: now)
        return WidevineExistingLicense(id: id, record: record, keys: keys, serverMAC: signingKey.part(0..<32))
    }

    /// What may have changed since the license was issued.
    private func refuse(
        _ record: WidevineSessionRecord, _ request: WidevineLicenseRequest, at now: Timestamp
    ) throws(WidevineRefusal) {
        guard !revocations.contains(systemID: record.systemID, serials: record.deviceSerial, record.modelSerial) else {
            throw .revokedDevice
        }
        // Given back it may be all the same.
        if request.kind == .renewal, let end = record.certificateEndsAt, now >= end { throw .expiredDevice }
        guard now <= record.endsAt + DRMSystemsLimits.widevineRenewalGrace else { throw .unknownLicense }
    }
}
