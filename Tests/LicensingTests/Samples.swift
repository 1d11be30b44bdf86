import Bytes
import Cryptography
import Licensing

/// A world in which the tests of this target take place.
enum Samples {
    static let now = Timestamp(seconds: 1_800_000_000)
    static let keyIDs = (1...64).map { KeyID(UInt128($0) << 64 | 0xABCD) }

    static func site(_ name: String = "acme") throws -> SiteName { try SiteName(name) }
    static func content(_ name: String = "movie-1") throws -> ContentName { try ContentName(name) }
    static func secret(_ byte: UInt8, count: Int = 32) -> Secret {
        Secret(copying: [UInt8](repeating: byte, count: count))
    }

    static func contentKey(
        _ index: Int = 0, track: TrackType = .sd, period: CryptoPeriod? = nil
    ) -> ContentKey {
        ContentKey(
            keyID: keyIDs[index], key: secret(UInt8(index + 1), count: 16), track: track, scheme: .cenc, period: period)
    }

    static func found(
        _ index: Int = 0, track: TrackType = .sd, site: String = "acme", content: String = "movie-1"
    ) throws -> FoundKey {
        FoundKey(
            site: try self.site(site), content: try self.content(content), key: contentKey(index, track: track))
    }

    static func claims(_ entitlement: Entitlement? = nil, site: String = "acme") throws -> TokenClaims {
        TokenClaims(
            issuer: "shop", audience: try self.site(site), subject: "user-1", tokenID: "t-1", issuedAt: now,
            notBefore: now, expiresAt: now + .seconds(300),
            entitlement: try entitlement ?? Entitlement(content: content()))
    }

    static func bytes(of secret: Secret) -> [UInt8] { secret.withBytes { [UInt8](copying: $0) } }
}
