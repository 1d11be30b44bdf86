package import Bytes
internal import Cryptography
package import Licensing

/// A Widevine license request whose sender has proven who it is.
///
/// A new license is asked for under the device's certificate; a renewal or a release under the license's own key.
package struct WidevineChallenge: Sendable {
    package let license: LicenseRequest

    /// The request as it was signed.
    let message: [UInt8]
    let time: UInt64
    let keyControlNonce: UInt32
    let origin: Origin

    enum Origin: Sendable {
        case new(WidevineContentID, WidevineDeviceChain)
        case existing(WidevineExistingLicense)
    }

    package init(
        parsing bytes: [UInt8], by provider: WidevineProvider, at now: Timestamp
    ) throws(WidevineRefusal) {
        guard bytes.count <= DRMSystemsLimits.widevineRequestLengthMax else {
            throw .tooLong(limit: DRMSystemsLimits.widevineRequestLengthMax)
        }
        let signed = try WidevineRefusal.reading { () throws(Malformed) in try WidevineSignedMessage(parsing: bytes) }
        guard signed.kind == .licenseRequest else { throw .unsupported(.messageType) }
        let request = try WidevineLicenseRequest(parsing: signed.message)
        message = signed.message
        time = request.time
        keyControlNonce = request.keyControlNonce
        switch request.kind {
        case .new:
            let content = try WidevineContentID(request.contentID)
            guard !content.keyIDs.isEmpty || content.content != nil else { throw .noContent }
            var checks = WidevineSignatureChecks(known: provider.knownSignatures)
            let device = try provider.device(signing: signed, request, at: now, counting: &checks)
            origin = .new(content, device)
            license = LicenseRequest(
                system: .widevine, keyIDs: content.keyIDs, content: content.content, device: device.identity,
                isPersistent: content.term != .streaming)
        case .renewal, .release:
            let existing = try provider.existingLicense(signing: signed, request, at: now)
            origin = .existing(existing)
            license = LicenseRequest(
                system: .widevine, kind: request.kind, keyIDs: existing.record.keyIDs,
                device: Device(id: existing.record.deviceSerial), isPersistent: existing.record.isPersistent)
        }
    }
}
