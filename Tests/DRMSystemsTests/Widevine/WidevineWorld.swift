import Bytes
import Cryptography
import DRMSystems
import Licensing

/// A root, a model, a device, a service certificate and a provider: made once, for RSA keys take long to make.
struct WidevineWorld: Sendable {
    static let shared = Result { try WidevineWorld() }

    static let now = Timestamp(seconds: 1_800_000_000)

    let kit: WidevineTestKit
    let model: WidevineTestModel
    let device: WidevineTestDevice
    let service: WidevineServiceFiles
    let secrets: KeyRing
    let provider: WidevineProvider

    private init() throws {
        kit = try WidevineTestKit(rootBits: 2_048, at: Self.now)
        model = try kit.model()
        device = try model.device()
        service = try kit.service()
        secrets = try KeyRing([
            KeyEncryptionKey(version: 1, secret: Random.secret(32)),
            KeyEncryptionKey(version: 2, secret: Random.secret(32)),
        ])
        provider = try Self.provider(kit, service, secrets)
    }

    static func provider(
        _ kit: WidevineTestKit, _ service: WidevineServiceFiles, _ secrets: KeyRing,
        _ revocations: WidevineRevocations = .none
    ) throws -> WidevineProvider {
        try WidevineProvider(
            .init(
                root: kit.root.publicKey.pkcs1, service: service, renewalSecrets: secrets, revocations: revocations,
                allowsTestKeys: true))
    }

    func provider(revoking revocations: WidevineRevocations) throws -> WidevineProvider {
        try Self.provider(kit, service, secrets, revocations)
    }

    static func keys(_ count: Int) -> [ContentKey] {
        (0..<count).map { index in
            ContentKey(
                keyID: KeyID(UInt128(0xF0F1_0000 + index) << 64 | 0xAB),
                key: Secret(copying: [UInt8](repeating: UInt8(0x40 + index), count: 16)),
                track: TrackType.allCases[index % TrackType.allCases.count], scheme: .cenc)
        }
    }

    static func approve(
        _ request: LicenseRequest, _ keys: [ContentKey], _ policy: LicensePolicy = .unlimited, at now: Timestamp = now
    ) throws -> ApprovedLicense {
        let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
        let claims = TokenClaims(audience: site, expiresAt: now, entitlement: Entitlement(content: content))
        return try judge(
            request, by: claims, keys: keys.map { FoundKey(site: site, content: content, key: $0) },
            policy: BoundingPolicy(policy), at: now)
    }

    /// Answers `body` as the server does.
    static func answer(
        _ body: [UInt8], by provider: WidevineProvider, _ keys: [ContentKey], _ policy: LicensePolicy = .unlimited,
        at now: Timestamp = now
    ) throws -> [UInt8] {
        let challenge = try WidevineChallenge(parsing: body, by: provider, at: now)
        let approval = try approve(challenge.license, keys, policy, at: now)
        return try WidevineLicense(approval, answering: challenge, by: provider).bytes
    }
}
