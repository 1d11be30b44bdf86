package import Bytes
internal import Cryptography
package import Licensing
internal import XML

/// A license request of a PlayReady client whose signature and certificates were found good.
package struct PlayReadyChallenge: Equatable, Sendable {
    package let license: LicenseRequest
    /// What the application put in, unescaped once: a token, for example.
    package let customData: String?
    /// Of the license acquisition protocol, 1 to 5; the response repeats it.
    let version: Int
    let header: WRMHeader
    /// 16 bytes, by which the client knows the license that answers it.
    let nonce: [UInt8]
    /// Whom the keys are sealed for.
    let deviceKey: P256Point

    /// Versions of the protocol that are answered.
    private static let versions = 1...5

    package init(
        parsing bytes: [UInt8], by provider: PlayReadyProvider, at now: Timestamp
    ) throws(PlayReadyRefusal) {
        let message = try SignedMessage(parsing: bytes)
        guard let version = message.content.child("Version").flatMap({ Int($0.text) }) else { throw .malformed }
        guard Self.versions ~= version else { throw .unsupportedProtocol }
        let chain = try provider.chain(in: message.content)
        let leaf = try provider.trustedLeaf(of: chain, signingWith: message.key, at: now)
        guard let sealedFor = leaf.key(for: .encryptKey), let deviceKey = P256Point(sealedFor.point) else {
            throw .untrusted
        }
        let nonce = message.content.child("LicenseNonce").flatMap { try? PlayReadyBase64.decode($0.text) }
        guard let nonce, nonce.count == 16 else { throw .malformed }
        header = try Self.header(in: message)
        self.version = version
        self.nonce = nonce
        self.deviceKey = deviceKey
        customData = message.content.child("CustomData")?.text
        // The client takes a license to keep or to drop, as it is given: it never says which it wants.
        license = LicenseRequest(
            system: .playReady, keyIDs: header.keys.map(\.keyID),
            device: Device(id: leaf.keyDigest, securityLevel: UInt16(clamping: leaf.securityLevel)), isPersistent: true)
    }

    private static func header(in message: SignedMessage) throws(PlayReadyRefusal) -> WRMHeader {
        guard let element = message.content.descendant("ContentHeader", "WRMHEADER") else {
            throw .header(.malformed)
        }
        do throws(WRMHeaderFailure) { return try WRMHeader(element) } catch { throw .header(error) }
    }
}
