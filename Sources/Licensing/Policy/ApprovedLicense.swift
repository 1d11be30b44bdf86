package import Bytes

/// A license that the token and every policy allow, and that may be answered once.
///
/// Only `judge` makes one, and `~Copyable` makes "at most once" a fact of compilation: the encoder consumes it.
/// Read what the issuance record needs before that.
package struct ApprovedLicense: ~Copyable, Sendable {
    package let system: DRMSystem
    package let kind: LicenseRequest.Kind
    package let device: Device?
    package let site: SiteName
    /// `sub` of the token: who watches, as the site calls them.
    package let subject: String?
    /// `jti` of the token.
    package let tokenID: String?
    /// What is granted, in the order asked; never empty.
    package let keys: [GrantedKey]
    /// How many of the keys asked for are kept back.
    package let withheldCount: Int
    package let issuedAt: Timestamp
    /// When the license ends.
    ///
    /// Not in a ClearKey answer, whose format has no place for it; enforced by the systems that have one.
    package let expiresAt: Timestamp
    package let terms: LicenseTerms
    /// Whether the device keeps the license: it asked for that, and the policy lets it.
    package let isPersistent: Bool
    /// How many devices of the subject may have licenses; then there is a subject.
    package let devicesPerSubjectMax: Int?
    /// When the token ends, if it is for one use; then it has an ID.
    package let isForOneUseUntil: Timestamp?
    package let policyDigest: [UInt8]

    init(
        _ request: __shared LicenseRequest, _ claims: __shared TokenClaims, keys: [GrantedKey],
        _ bounds: __shared LicenseBounds, issuedAt: Timestamp, policyDigest: [UInt8]
    ) {
        system = request.system
        kind = request.kind
        device = request.device
        terms = bounds.terms
        isPersistent = bounds.isKept(by: request)
        devicesPerSubjectMax = bounds.devicesMax
        isForOneUseUntil = claims.entitlement.isForOneUse ? claims.expiresAt : nil
        site = claims.audience
        subject = claims.subject
        tokenID = claims.tokenID
        self.keys = keys
        withheldCount = max(0, request.keyIDs.count - keys.count)
        self.issuedAt = issuedAt
        expiresAt = bounds.expiry(of: request, issuedAt: issuedAt)
        self.policyDigest = policyDigest
    }
}
