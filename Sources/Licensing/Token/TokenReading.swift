internal import Bytes

/// A token as somebody looks at it who does not have its key: what it says, and nothing about whether it is true.
package struct TokenReading: Sendable {
    package let shape: TokenShape
    package let keyName: TokenKeyName
    /// What it says of itself; nil when it is no algorithm of ours.
    package let algorithm: TokenAlgorithm?
    package let claims: TokenClaims
    package let token: LicenseToken

    /// - Parameter site: Nil takes the token's word for it.
    package init(parsing bytes: [UInt8], as shape: TokenShape, site: SiteName?) throws(TokenRefusal) {
        token = try LicenseToken(parsing: bytes, as: shape)
        self.shape = shape
        keyName = token.keyName
        algorithm = token.header.algorithm
        let named = if let site { site } else { try Self.audience(in: token.payload, shape) }
        claims = try shape.claims(in: token.payload, site: named)
    }

    private static func audience(in payload: [UInt8], _ shape: TokenShape) throws(TokenRefusal) -> SiteName {
        do throws(JSONError) {
            let claims = try JSONMembers(parsing: payload)
            if case .axinom = shape {
                // Theirs name no site: it is that of the key.
                guard let site = try? SiteName("-") else { throw .unexpected(member: "aud", expected: "the site") }
                return site
            }
            let text = claims.item("aud")?.string ?? claims.item("aud")?.elements?.first { _ in true }?.string
            guard let text, let site = try? SiteName(text) else {
                throw .unexpected(member: "aud", expected: "the site")
            }
            return site
        } catch {
            throw .badClaims(error)
        }
    }
}
