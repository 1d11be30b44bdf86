internal import Bytes

/// A token as somebody looks at it who does not have its key: what it says, and nothing about whether it is true.
package struct TokenReading: Sendable {
    package let keyName: TokenKeyName
    /// What it says of itself; nil when it is no algorithm of ours.
    package let algorithm: TokenAlgorithm?
    package let claims: TokenClaims
    package let token: LicenseToken

    /// Whether it is an Axinom license service message.
    package var isAxinom: Bool { claims.entitlement.policiesBySystem != nil }

    /// - Parameter site: Nil takes the token's word for it.
    package init(parsing bytes: [UInt8], site: SiteName?) throws(TokenRefusal) {
        token = try LicenseToken(parsing: bytes)
        keyName = token.keyName
        algorithm = token.header.algorithm
        let named = if let site { site } else { try Self.audience(in: token.payload) }
        claims = try TokenClaims(parsing: token.payload, site: named)
    }

    /// Axinom's messages name no site: it is that of the key, which is not known here.
    private static func audience(in payload: [UInt8]) throws(TokenRefusal) -> SiteName {
        do throws(JSONError) {
            let claims = try JSONMembers(parsing: payload)
            let audience = claims.item("aud")
            let text = audience?.string ?? audience?.elements?.first { _ in true }?.string ?? "unknown"
            guard let site = try? SiteName(text) else { throw .unexpected(member: "aud", expected: "the site") }
            return site
        } catch {
            throw .badClaims(error)
        }
    }
}
