import Bytes
import Cryptography
import DRMSystems
import Licensing

/// The steps of a cached ClearKey license, in the server's order.
final class LicensePath {
    private static let keysMax = 4096
    private let headers = TokenHeaders()
    private let verified = VerifiedTokens()
    private let isRenewal: Bool
    private let verifiers: [TokenKeyName: TokenVerifier]
    private let wrapper: KeyWrapper
    private var keys: [KeyID: FoundRow] = [:]
    private let tokens: [[UInt8]]
    private let bodies: [[UInt8]]
    private let policy: BoundingPolicy
    private var generator = UUIDv7Generator()
    private var random = SystemRandomNumberGenerator()
    private var turn = 0
    private let now = Timestamp(seconds: 1_800_000_000)

    private struct FoundRow {
        let site: SiteName
        let content: ContentName
        let key: StoredContentKey
    }

    /// - Parameter isRenewal: whether every token was checked before, as when a player asks again.
    init(_ algorithm: TokenAlgorithm, isRenewal: Bool) throws {
        self.isRenewal = isRenewal
        let site = try SiteName("acme-television")
        let name = try TokenKeyName("acme-television-2026-1")
        let (key, mint) = try Self.tokenKey(algorithm, site: site, name: name)
        verifiers = [name: try TokenVerifier(key: key)]
        wrapper = try KeyWrapper(KeyRing([KeyEncryptionKey(version: 1, secret: Random.secret(32))]))
        policy = BoundingPolicy(
            LicensePolicy(notAfter: now + .seconds(86_400 * 365), licenseDuration: .seconds(3_600)))
        let keyIDs = (0..<Self.keysMax).map { KeyID(0x1077_efec_c0b2_4d02_ace3_3c1e_52e2_fb4b ^ UInt128($0) << 40) }
        var tokens: [[UInt8]] = []
        var bodies: [[UInt8]] = []
        for (index, keyID) in keyIDs.enumerated() {
            let content = try ContentName("urn:example:movie:\(index)")
            let secret = ContentKey(keyID: keyID, key: try Random.secret(16), track: .hd, scheme: .cenc)
            let stored = try wrapper.wrap(secret, site: site, content: content)
            keys[keyID] = FoundRow(site: site, content: content, key: stored)
            bodies.append(Array(#"{"kids":["\#(Base64.url.encode(keyID.bytes))"],"type":"temporary"}"#.utf8))
            guard index < 256 else { continue }
            let claims = TokenClaims(
                issuer: "https://shop.example", audience: site, subject: "subscriber-\(1_000_000 + index)",
                tokenID: "0197f3a2-7b1c-7e4d-9c55-\(100_000_000_000 + index)", issuedAt: now - .seconds(10),
                expiresAt: now + .seconds(600),
                entitlement: Entitlement(content: content, licenseDuration: .seconds(7_200)))
            tokens.append(Array(try mint.token(for: claims).utf8))
        }
        self.tokens = tokens
        self.bodies = bodies
    }

    private static func tokenKey(
        _ algorithm: TokenAlgorithm, site: SiteName, name: TokenKeyName
    ) throws -> (TokenKey, TokenMint) {
        guard algorithm != .hs256 else {
            let secret = try Random.secret(32)
            return (
                try TokenKey(site: site, name: name, secret: secret), try TokenMint(name: name, secret: secret)
            )
        }
        let key = try SigningKey.generate(algorithm == .es256 ? .es256 : .edDSA)
        return (
            TokenKey(site: site, name: name, verificationKey: key.verificationKey), TokenMint(name: name, key: key)
        )
    }

    private func claims(of bytes: [UInt8]) throws -> TokenClaims {
        guard isRenewal else {
            let token = try LicenseToken(parsing: bytes, knowing: headers)
            guard let verifier = verifiers[token.keyName] else { throw LicenseRefusal.notEntitled }
            return try verifier.claims(of: token, at: now)
        }
        let token = try PresentedToken(parsing: bytes.span, knowing: headers, verified)
        guard let verifier = verifiers[token.keyName] else { throw LicenseRefusal.notEntitled }
        return try verifier.check(token, at: now, remembering: verified).claims
    }

    /// - Returns: How many bytes would leave.
    func license() throws -> Int {
        turn = (turn + 1) % tokens.count
        let request = try ClearKeyRequest(parsing: bodies[turn][...]).license
        let claims = try claims(of: tokens[turn])
        var found: [FoundKey] = []
        for keyID in request.keyIDs {
            guard let row = keys[keyID], row.site == claims.audience else { continue }
            let key = try wrapper.unwrap(row.key, site: row.site, content: row.content)
            found.append(FoundKey(site: row.site, content: row.content, key: key))
        }
        let license = try judge(request, by: claims, keys: found, policy: policy, at: now)
        let milliseconds = now.seconds * 1000
        let id = generator.next(at: milliseconds, using: &random)
        let record = IssuanceRecord.encoded(granting: license, id: id, in: "eu-central", atMilliseconds: milliseconds)
        return ClearKeyLicense(license).bytes.count + record.count
    }
}
