internal import Bytes
internal import Cryptography
internal import DRMSystems
internal import LicenseStore
internal import Licensing

/// A real license for a content key that nobody watches: asked for, judged, issued and read back like a player's.
///
/// The key is derived from the key-encryption key, so what the license must hold is known without asking the database
/// that is being checked.
final class Canary {
    static let siteName = "evergrant"

    let site: SiteName
    let content: ContentName
    let key: ContentKey
    private let wrapper: KeyWrapper
    private let mint: TokenMint
    private let verifier: TokenVerifier

    enum Failure: Error {
        case keyMissing
        case notGranted
        case wrongKey
    }

    init(_ ring: KeyRing, wrapper: KeyWrapper) throws {
        site = try SiteName(Self.siteName)
        guard let oldest = ring.keys.first else { throw Failure.keyMissing }
        key = try oldest.canary()
        // Named after its key: when the oldest key-encryption key goes, the next one's canary finds its name free.
        content = try ContentName("canary-\(key.keyID)")
        self.wrapper = wrapper
        // A token key of this process only: it never leaves it, so nobody can be licensed the canary from outside.
        let (name, secret) = (try TokenKeyName("canary"), try Random.secret(32))
        mint = try TokenMint(name: name, secret: secret)
        verifier = try TokenVerifier(key: TokenKey(site: site, name: name, secret: secret))
    }

    /// What a packager would have asked for to get this key.
    var track: TrackRequest {
        get throws { try TrackRequest(type: key.track, scheme: key.scheme, keyID: key.keyID, key: key.key) }
    }

    /// Goes the whole way of a license request with the rows the database gave.
    func verify(_ rows: [ContentKeyRow], at now: Timestamp) throws {
        guard let row = rows.first(where: { $0.site == site }) else { throw Failure.keyMissing }
        let asked = Array(#"{"kids":["\#(Base64.url.encode(key.keyID.bytes))"],"type":"temporary"}"#.utf8)
        let claims = TokenClaims(
            audience: site, expiresAt: now + .seconds(60), entitlement: Entitlement(content: content))
        let token = try LicenseToken(parsing: Array(mint.token(for: claims).utf8))
        let found = FoundKey(
            site: site, content: content, key: try wrapper.unwrap(row.key, site: site, content: content))
        let license = ClearKeyLicense(
            try judge(
                ClearKeyRequest(parsing: asked).license, by: verifier.claims(of: token, at: now), keys: [found],
                policy: .unlimited, at: now))
        try require(license.bytes)
    }

    /// Reads the license as a player would.
    private func require(_ license: [UInt8]) throws {
        guard case .object(let granted)? = try JSONObject(parsing: license).array("keys")?.first,
            let text = try granted.string("k")
        else { throw Failure.notGranted }
        let bytes = try Base64.url.decode(text.utf8)
        guard key.key.withBytes({ constantTimeEquals([UInt8](copying: $0), bytes) }) else { throw Failure.wrongKey }
    }
}
