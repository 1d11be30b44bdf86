import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import XML

/// A site with a PlayReady server, and a device in front of it.
struct PlayReadyWorld {
    static let now = Timestamp(seconds: 1_800_000_000)
    static let kit = Result { try PlayReadyTestKit() }

    let kit: PlayReadyTestKit
    let provider: PlayReadyProvider
    let device: PlayReadyTestDevice
    let player: PlayReadyPlayer

    init(securityLevel: UInt32 = 2_000, expiration: UInt32 = .max) throws {
        kit = try Self.kit.get()
        provider = try PlayReadyProvider(kit.settings())
        device = try kit.device(securityLevel: securityLevel, expiration: expiration)
        player = PlayReadyPlayer(device, serverKey: kit.serverKey.publicPoint)
    }

    static func keys(_ count: Int, scheme: EncryptionScheme = .cenc) throws -> [ContentKey] {
        try (0..<count).map { index in
            ContentKey(
                keyID: KeyID(UInt128(index + 1) << 96 | 0xABCD), key: try Random.secret(16), track: .sd, scheme: scheme)
        }
    }

    static func header(
        _ version: WRMHeader.Version, _ keys: [ContentKey], cipher: WRMHeader.Cipher? = .ctr, hasChecksum: Bool = false
    ) throws -> String {
        let entries = try keys.map { key in
            WRMHeader.Key(
                keyID: key.keyID, cipher: cipher,
                checksum: hasChecksum ? try PlayReadyChecksum.bytes(of: key.key, for: key.keyID) : nil)
        }
        return String(decoding: WRMHeader(version: version, keys: entries).xml, as: UTF8.self)
    }

    /// What the server answers, under a policy.
    func answer(
        _ request: [UInt8], keys: [ContentKey], policy: LicensePolicy = .unlimited
    ) throws -> [UInt8] {
        let challenge = try PlayReadyChallenge(parsing: request, by: provider, at: Self.now)
        let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
        let claims = TokenClaims(audience: site, expiresAt: Self.now, entitlement: Entitlement(content: content))
        let approval = try judge(
            challenge.license, by: claims, keys: keys.map { FoundKey(site: site, content: content, key: $0) },
            policy: BoundingPolicy(policy), at: Self.now)
        return try PlayReadyLicense(approval, answering: challenge, by: provider).bytes
    }

    /// Why the server refuses, or nil.
    func refusal(of request: [UInt8]) -> PlayReadyRefusal? {
        do throws(PlayReadyRefusal) {
            _ = try PlayReadyChallenge(parsing: request, by: provider, at: Self.now)
            return nil
        } catch { return error }
    }
}

extension ContentKey {
    var bytes: [UInt8] { key.withBytes { [UInt8](copying: $0) } }
}

/// Where the signed element stands.
enum XMLRange {
    static func content(of request: [UInt8]) throws -> Range<Int> { try XMLSlice.range(of: "LA", in: request.span) }
}
