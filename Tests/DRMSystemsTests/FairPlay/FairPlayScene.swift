import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport

/// A server with certificates, a content with one key, and a policy.
struct FairPlayScene {
    static let credentials = Result { try [FairPlayCredential(bits: 1_024), FairPlayCredential(bits: 2_048)] }
    static let now = Timestamp(seconds: 1_800_000_000)
    static let keyID = KeyID(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff)
    static let contentKey = [UInt8](0x20..<0x30)

    var policy = LicensePolicy.unlimited
    var deviceKeys = FairPlayProvider.DeviceKeys.helper
    var isPersistent = false

    static func credential(for version: FairPlayPlayer.Version) throws -> FairPlayCredential {
        try credentials.get()[version == .one ? 0 : 1]
    }

    func provider() throws -> FairPlayProvider {
        let certificates = try Self.credentials.get().map { credential in
            try FairPlayCertificate(der: credential.certificate, key: credential.key)
        }
        return try FairPlayProvider(certificates: certificates, deviceKeys: deviceKeys)
    }

    /// An SPC of `player` for the scene's key.
    static func spc(of player: inout FairPlayPlayer, for assetID: [UInt8] = keyID.bytes) throws -> [UInt8] {
        let credential = try credential(for: player.version)
        return try player.spc(for: assetID, certificate: credential.certificate, publicKey: credential.key.publicKey)
    }

    func challenge(_ spc: [UInt8]) throws -> FairPlayChallenge {
        let sealed = try SealedFairPlayChallenge(parsing: spc, by: provider())
        let deviceKey = InventedDerivation.deviceKey(r2: sealed.derivation.r2)
        return try FairPlayChallenge(sealed, deviceKey: deviceKey, isPersistent: isPersistent)
    }

    /// What the store holds and the policy lets go, for whatever the challenge asks.
    func approval(of request: LicenseRequest, keyCount: Int = 1) throws -> ApprovedLicense {
        let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
        let keys = (0..<keyCount).map { index in
            ContentKey(
                keyID: KeyID(Self.keyID.value + UInt128(index)), key: Secret(copying: Self.contentKey), track: .sd,
                scheme: .cbcs)
        }
        let claims = TokenClaims(
            audience: site, expiresAt: Self.now,
            entitlement: Entitlement(content: content, licenseDuration: LicensingLimits.licenseDurationMax))
        let asked = LicenseRequest(
            system: request.system, kind: request.kind, keyIDs: keys.map(\.keyID), device: request.device,
            isPersistent: request.isPersistent)
        return try judge(
            asked, by: claims, keys: keys.map { FoundKey(site: site, content: content, key: $0) },
            policy: BoundingPolicy(policy), at: Self.now)
    }

    func license(_ challenge: FairPlayChallenge, keyCount: Int = 1) throws -> FairPlayLicense {
        try FairPlayLicense(approval(of: challenge.license, keyCount: keyCount), answering: challenge)
    }

    /// The whole way: asked, judged, answered and opened again.
    func exchange(_ player: FairPlayPlayer) throws -> FairPlayPlayer.Opened {
        var player = player
        return try player.open(license(challenge(Self.spc(of: &player))).bytes)
    }
}
