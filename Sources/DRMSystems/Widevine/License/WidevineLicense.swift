internal import Bytes
internal import Cryptography
package import Licensing

/// The answer to a Widevine request: a license with its keys, or the renewal or the release of one.
package struct WidevineLicense: Sendable {
    /// The whole body, a `SignedMessage`.
    package let bytes: [UInt8]

    /// Uses the approval up: nothing is left to answer with a second time.
    package init(
        _ approval: consuming ApprovedLicense, answering challenge: WidevineChallenge, by provider: WidevineProvider
    ) throws(WidevineRefusal) {
        let letter = WidevineLicenseWriter(challenge: challenge, provider: provider)
        switch challenge.origin {
        case .new(let content, let device):
            do throws(CryptographyFailure) {
                bytes = try letter.license(approval, content, device)
            } catch {
                throw .failed(error)
            }
        case .existing(let existing):
            // A renewal prolongs the whole license, and cannot take a single key out of it.
            let isRenewable = approval.withheldCount == 0 && approval.terms.renewal != nil
            guard isRenewable || challenge.license.kind == .release else { throw .notRenewable }
            do throws(CryptographyFailure) {
                bytes = try letter.continuation(approval, existing)
            } catch {
                throw .failed(error)
            }
        }
    }
}

/// Writes the message `License`, its fields in the order of their numbers.
struct WidevineLicenseWriter {
    let challenge: WidevineChallenge
    let provider: WidevineProvider

    /// A new license: signed under keys that only the device can make of the session key.
    func license(
        _ approval: borrowing ApprovedLicense, _ content: WidevineContentID, _ device: WidevineDeviceChain
    ) throws(CryptographyFailure) -> [UInt8] {
        let sessionKey = try Random.secret(16)
        let keys = try WidevineSessionKeys(sessionKey: sessionKey, message: challenge.message)
        let sessionID = try Random.bytes(16)
        let renewalKeys = provider.renewalKeys(of: sessionID)
        let isKept = approval.terms.renewal != nil || approval.isPersistent

        var id = WidevineLicenseID(
            requestID: content.requestID, sessionID: sessionID, term: approval.isPersistent ? .offline : .streaming)
        if isKept { id.sessionToken = try renewalKeys.seal(record(of: approval, device)) }
        var fields = head(approval, id)
        let containers = try WidevineKeyContainers(
            encryptionKey: keys.encryption, keyControl: keyControl(approval))
        // Servers seen put the signing key first; it is what a renewal or a release is signed by.
        if isKept { fields.append(3, message: try containers.signing(renewalKeys.signingKey())) }
        for key in approval.keys { fields.append(3, message: try containers.content(key)) }
        fields.append(4, integer: startTime(approval))
        if let scheme = content.scheme ?? approval.keys.first.map({ UInt64($0.key.scheme.fourCharacterCode) }) {
            fields.append(7, integer: scheme)
        }
        let signature = try HMACSHA256(key: keys.serverMAC).code(for: fields.bytes)
        let encrypted = try device.encryptionKey.encrypt(sessionKey, digest: .sha1)
        return WidevineSignedMessage(
            .license, message: fields.bytes, signature: signature, sessionKey: encrypted
        ).bytes
    }

    /// The renewal or the release of a license: its identification, one version on, and no keys.
    ///
    /// A renewal has a key control block with the new duration (assumed of real devices); a release has none.
    func continuation(
        _ approval: borrowing ApprovedLicense, _ existing: WidevineExistingLicense
    ) throws(CryptographyFailure) -> [UInt8] {
        var id = existing.id
        id.version = id.version == .max ? .max : id.version + 1
        if challenge.license.kind == .renewal {
            var record = existing.record
            record.endsAt = approval.expiresAt
            // Under the secret it was sealed under before: the client's signing key comes from that one.
            id.sessionToken = try existing.keys.seal(record)
        }
        var fields = head(approval, id)
        if challenge.license.kind == .renewal, let control = keyControl(approval) {
            fields.append(3, message: WidevineKeyContainers.keyControl(control))
        }
        fields.append(4, integer: startTime(approval))
        let signature = try HMACSHA256(key: existing.serverMAC).code(for: fields.bytes)
        return WidevineSignedMessage(.license, message: fields.bytes, signature: signature).bytes
    }

    private func head(_ approval: borrowing ApprovedLicense, _ id: WidevineLicenseID) -> ProtobufWriter {
        var fields = ProtobufWriter()
        fields.append(1, message: id.fields)
        fields.append(2, message: WidevinePolicy(approval, renewalServerURL: provider.renewalServerURL).fields)
        return fields
    }

    /// The client's own clock, by which it will count; the server's when the client does not say.
    private func startTime(_ approval: borrowing ApprovedLicense) -> UInt64 {
        challenge.time == 0 ? UInt64(clamping: approval.issuedAt.seconds) : challenge.time
    }

    private func keyControl(_ approval: borrowing ApprovedLicense) -> ProtobufWriter? {
        provider.keyControl?.field(
            seconds: WidevinePolicy.licenseSeconds(approval), nonce: challenge.keyControlNonce)
    }

    private func record(
        of approval: borrowing ApprovedLicense, _ device: WidevineDeviceChain
    ) -> WidevineSessionRecord {
        WidevineSessionRecord(
            keyIDs: approval.keys.map(\.key.keyID), deviceSerial: device.device.serial,
            modelSerial: device.model.serial, systemID: device.systemID, certificateEndsAt: device.endsAt,
            endsAt: approval.expiresAt, isPersistent: approval.isPersistent)
    }
}
