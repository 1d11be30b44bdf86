package import Bytes

/// Who was granted, or refused, which keys, when and where: what is kept of each license.
package struct IssuanceRecord: Equatable, Sendable {
    /// A key that was granted, or asked for in vain.
    package struct Key: Equatable, Sendable {
        package let keyID: KeyID
        /// Nil in a refusal, which may not even know whose key it is.
        package let content: ContentName?

        package init(_ keyID: KeyID, of content: ContentName?) {
            self.keyID = keyID
            self.content = content
        }
    }

    package let id: UUIDv7
    /// Whole milliseconds since 1970, by this server's clock.
    package let issuedAtMilliseconds: Int64
    package let region: String
    package let site: SiteName
    /// `sub` of the token.
    package let subject: String?
    /// `jti` of the token.
    package let tokenID: String?
    package let system: DRMSystem
    package let outcome: IssuanceOutcome
    package let keys: [Key]
    /// SHA-256 of the site's policy document.
    package let policyDigest: [UInt8]

    package init(
        id: UUIDv7, issuedAtMilliseconds: Int64, region: String, site: SiteName, subject: String?, tokenID: String?,
        system: DRMSystem, outcome: IssuanceOutcome, keys: [Key], policyDigest: [UInt8]
    ) {
        self.id = id
        self.issuedAtMilliseconds = issuedAtMilliseconds
        self.region = region
        self.site = site
        self.subject = subject
        self.tokenID = tokenID
        self.system = system
        self.outcome = outcome
        self.keys = keys
        self.policyDigest = policyDigest
    }

    /// The contents, each once, in the order of their keys.
    package var contents: [ContentName] {
        keys.reduce(into: []) { names, key in
            if let name = key.content, !names.contains(name) { names.append(name) }
        }
    }
}

extension IssuanceRecord {
    /// What is to be kept of a request that a good token did not get a license for.
    package init(
        refusing refused: RefusedLicense, id: UUIDv7, in region: String, atMilliseconds now: Int64
    ) {
        self.init(
            id: id, issuedAtMilliseconds: now, region: region, site: refused.site, subject: refused.subject,
            tokenID: refused.tokenID, system: refused.system, outcome: IssuanceOutcome(refused.reason),
            keys: refused.keyIDs.map { Key($0, of: nil) }, policyDigest: refused.policyDigest)
    }
}

/// A request that a good token did not get a license for, as its record needs it.
package struct RefusedLicense: Sendable {
    package let reason: LicenseRefusal
    let site: SiteName
    let subject: String?
    let tokenID: String?
    let system: DRMSystem
    let keyIDs: [KeyID]
    let policyDigest: [UInt8]

    package init(
        _ request: LicenseRequest, by claims: TokenClaims, policy: BoundingPolicy, because reason: LicenseRefusal
    ) {
        self.reason = reason
        site = claims.audience
        subject = claims.subject
        tokenID = claims.tokenID
        system = request.system
        keyIDs = request.keyIDs
        policyDigest = policy.digest
    }

    /// A license that was approved and may not leave all the same.
    package init(_ license: borrowing ApprovedLicense, because reason: LicenseRefusal) {
        self.reason = reason
        site = license.site
        subject = license.subject
        tokenID = license.tokenID
        system = license.system
        keyIDs = license.keys.map(\.key.keyID)
        policyDigest = license.policyDigest
    }
}
