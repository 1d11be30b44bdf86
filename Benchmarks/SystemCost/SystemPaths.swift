import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport

/// One key of one content, and the judgment over it: what both systems have in common.
private struct Judged {
    let now = Timestamp(seconds: 1_800_000_000)
    let key: ContentKey
    private let found: [FoundKey]
    private let claims: TokenClaims
    private let policy: BoundingPolicy

    init() throws {
        let (site, content) = (try SiteName("acme-television"), try ContentName("urn:example:movie:1"))
        key = ContentKey(
            keyID: KeyID(0x1077_efec_c0b2_4d02_ace3_3c1e_52e2_fb4b), key: try Random.secret(16), track: .hd,
            scheme: .cenc)
        found = [FoundKey(site: site, content: content, key: key)]
        claims = TokenClaims(
            audience: site, expiresAt: now + .seconds(600), entitlement: Entitlement(content: content))
        policy = BoundingPolicy(LicensePolicy(licenseDuration: .seconds(3_600)))
    }

    func approve(_ request: LicenseRequest) throws -> ApprovedLicense {
        try judge(request, by: claims, keys: found, policy: policy, at: now)
    }
}

/// One after the other, and from the first again.
private final class InTurn<Element> {
    private let elements: [Element]
    private var turn = 0

    init(_ elements: [Element]) { self.elements = elements }

    func next() -> Element {
        turn += 1
        return elements[turn % elements.count]
    }
}

/// A Widevine license: a root of 3,072 bits and keys of 2,048 below it, as Widevine's own are.
struct WidevinePath {
    private let judged: Judged
    private let provider: WidevineProvider
    private let challenges: InTurn<[UInt8]>

    /// - Parameter devices: All of one model and with one key, for keys take long to make; the certificates differ.
    init(isPrivate: Bool, devices count: Int = 1) throws {
        let judged = try Judged()
        // With the exponent that vendors' roots have: the one that marks a test root takes three times as long.
        let kit = try WidevineTestKit(root: RSAPrivateKey.generate(bits: 3_072), at: judged.now)
        let (service, model) = (try kit.service(), try kit.model())
        let secrets = try KeyRing([KeyEncryptionKey(version: 1, secret: Random.secret(32))])
        provider = try WidevineProvider(
            .init(
                root: kit.root.publicKey.pkcs1, service: service, renewalSecrets: secrets, allowsTestKeys: true))
        let (key, first) = try Self.certificate(of: model.device())
        challenges = InTurn(
            try (0..<count).map { _ in
                var certificate = first
                certificate.serial = try Random.bytes(first.serial.count)
                let signed = try WidevineSignedCertificate(certificate, by: model.key, signer: model.certificate)
                let device = WidevineTestDevice(certificate: signed, key: key)
                return try WidevinePlayer(device, service: isPrivate ? service.certificate : nil)
                    .request([judged.key.keyID])
            })
        self.judged = judged
    }

    private static func certificate(of device: WidevineTestDevice) throws -> (RSAPrivateKey, WidevineCertificate) {
        (device.key, try WidevineCertificate(parsing: device.certificate.certificate))
    }

    func license() throws -> Int {
        let challenge = try WidevineChallenge(parsing: challenges.next(), by: provider, at: judged.now)
        return try WidevineLicense(judged.approve(challenge.license), answering: challenge, by: provider).bytes.count
    }
}

/// A PlayReady license: a device's certificate and its issuer's, as the test kit makes them.
struct PlayReadyPath {
    private let judged: Judged
    private let provider: PlayReadyProvider
    private let challenges: InTurn<[UInt8]>

    init(devices count: Int = 1) throws {
        judged = try Judged()
        let kit = try PlayReadyTestKit()
        provider = try PlayReadyProvider(kit.settings())
        let header = WRMHeader(version: .v4_3, keys: [WRMHeader.Key(keyID: judged.key.keyID, cipher: .ctr)])
        challenges = InTurn(
            try (0..<count).map { _ in
                try PlayReadyPlayer(kit.device(), serverKey: kit.serverKey.publicPoint)
                    .request(header: String(decoding: header.xml, as: UTF8.self)).bytes()
            })
    }

    func license() throws -> Int {
        let challenge = try PlayReadyChallenge(parsing: challenges.next(), by: provider, at: judged.now)
        return try PlayReadyLicense(judged.approve(challenge.license), answering: challenge, by: provider).bytes.count
    }
}
