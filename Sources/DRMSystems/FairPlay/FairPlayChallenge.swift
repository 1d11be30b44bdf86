package import Bytes
internal import Cryptography
package import Licensing

/// An SPC, open: who asks, for what, and what a CKC for it needs.
package struct FairPlayChallenge: Sendable {
    package let license: LicenseRequest
    let payload: SPCPayload
    let session: FairPlaySession

    /// - Parameters:
    ///   - deviceKey: What the derivation gave, of whatever length.
    ///   - isPersistent: Whether the app wants to keep the key; no SPC says so, and the request around it does.
    package init(
        _ sealed: SealedFairPlayChallenge, deviceKey: Secret, isPersistent: Bool = false
    ) throws(FairPlayRefusal) {
        payload = sealed.payload
        guard let session = FairPlaySession(sealed.payload, deviceKey: deviceKey) else { throw .notOpened }
        self.session = session
        guard let asset = FairPlayAsset(payload.assetID) else { throw .unreadableAsset }
        var (keyIDs, content): ([KeyID], ContentName?) = ([], nil)
        switch asset {
        case .key(let keyID): keyIDs = [keyID]
        case .content(let name): content = name
        }
        // A lease that is prolonged needs its key again, so it is a license like the first.
        license = LicenseRequest(
            system: .fairPlay, kind: payload.isInvalidation ? .release : .new, keyIDs: keyIDs, content: content,
            device: Device(id: session.device), isPersistent: isPersistent)
    }
}

/// What an SPC hides under the device's key.
struct FairPlaySession: Sendable {
    static let r1ByteCount = 44

    /// Under which the content key travels.
    let key: Secret
    /// "HU": 20 bytes that stand for the device, the same at each request.
    let device: [UInt8]
    /// What only the device and we know, and what the CKC's own key is made of.
    let r1: Secret

    /// Nil for whatever is wrong: the wrong key gives sixteen other bytes at the end.
    init?(_ payload: SPCPayload, deviceKey: Secret) {
        let sealed = payload.sealedSession
        guard let cipher = try? AES128CBC(key: deviceKey),
            let plain = cipher.decrypt(Array(sealed.dropFirst(16)), vector: Array(sealed.prefix(16)), padding: .none),
            plain.count == 96
        else { return nil }
        let isWhole = plain.withBytes { constantTimeEquals($0.extracting(80..<96), payload.integrity.span) }
        guard isWhole else { return nil }
        (key, r1) = plain.withBytes { bytes in
            (
                Secret(copying: [UInt8](copying: bytes.extracting(0..<16))),
                Secret(copying: [UInt8](copying: bytes.extracting(36..<80)))
            )
        }
        device = plain.withBytes { [UInt8](copying: $0.extracting(16..<36)) }
    }
}
