package import Bytes

/// What a license token says, once its signature has been found good.
package struct TokenClaims: Equatable, Sendable {
    package var issuer: String?
    /// The site; `aud` names it and no other.
    package var audience: SiteName
    /// Who watches, as the site calls them.
    package var subject: String?
    package var tokenID: String?
    package var issuedAt: Timestamp?
    package var notBefore: Timestamp?
    package var expiresAt: Timestamp
    package var entitlement: Entitlement

    package init(
        issuer: String? = nil, audience: SiteName, subject: String? = nil, tokenID: String? = nil,
        issuedAt: Timestamp? = nil, notBefore: Timestamp? = nil, expiresAt: Timestamp, entitlement: Entitlement
    ) {
        self.issuer = issuer
        self.audience = audience
        self.subject = subject
        self.tokenID = tokenID
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expiresAt = expiresAt
        self.entitlement = entitlement
    }
}

/// The claim `drm`: which keys the bearer may ask for.
///
/// Names a content, or keys, or both; a token that named neither would open a whole site by omission, and is refused.
package struct Entitlement: Equatable, Sendable {
    package struct Key: Equatable, Sendable {
        package let keyID: KeyID
        /// Looked up in the token's own policies, then in the site's.
        package let policy: PolicyName?

        package init(keyID: KeyID, policy: PolicyName? = nil) {
            self.keyID = keyID
            self.policy = policy
        }
    }

    package var content: ContentName?
    /// Nil means each key of the content.
    package var keys: [Key]?
    package var licenseDuration: Duration?
    /// What else the token says of the license; nil when nothing.
    package var terms: LicenseTerms?
    package var policies: [PolicyName: LicensePolicy]
    /// Policies that are said for each system apart, in tokens of another shape; nil in ours, which say one for all.
    package var policiesBySystem: [DRMSystem: [PolicyName: LicensePolicy]]?
    /// Whether the token gets one license and no second.
    package var isForOneUse: Bool

    package init(
        content: ContentName?, keys: [Key]? = nil, licenseDuration: Duration? = nil,
        terms: LicenseTerms? = nil, policies: [PolicyName: LicensePolicy] = [:],
        policiesBySystem: [DRMSystem: [PolicyName: LicensePolicy]]? = nil, isForOneUse: Bool = false
    ) {
        self.content = content
        self.keys = keys
        self.licenseDuration = licenseDuration
        self.terms = terms
        self.policies = policies
        self.policiesBySystem = policiesBySystem
        self.isForOneUse = isForOneUse
    }
}
