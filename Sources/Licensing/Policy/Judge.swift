package import Bytes

/// Grants the part of a request that the token and the policies allow.
///
/// A key is granted when it belongs to the token's site, to its content if it names one, to its list of keys if it has
/// one, and when neither the site's policy nor the one the token asks for objects. A token can narrow what the site
/// allows and never widen it. Players ask for every key of a title, so a key kept back fails nothing; the request is
/// refused when nothing remains.
///
/// - Parameters:
///   - found: What the store holds of the keys asked for; keys of other sites and keys not asked for do no harm.
///   - policy: What the site allows.
///   - named: The site's policies that a token may ask for by name, besides those it carries.
package func judge(
    _ request: LicenseRequest, by claims: TokenClaims, keys found: [FoundKey], policy: BoundingPolicy,
    named: [PolicyName: LicensePolicy] = [:], at now: Timestamp
) throws(LicenseRefusal) -> ApprovedLicense {
    guard claims.entitlement.isExpressible(in: request.system) else { throw .systemNotAllowed }
    var granted: [GrantedKey] = []
    granted.reserveCapacity(request.keyIDs.count)
    var refusal = LicenseRefusal.unknownKeys
    var bounds = LicenseBounds(policy.policy, claims)
    for keyID in request.keyIDs {
        // A request has few keys: looking through them is cheaper than hashing them.
        let place = found.indices.first { found[$0].key.keyID == keyID && found[$0].site == claims.audience }
        guard let place else { continue }
        do throws(LicenseRefusal) {
            let narrower = try claims.policy(for: found[place], of: request, under: policy.policy, or: named, at: now)
            let terms = stricter(
                policy.policy.keyTerms.terms(of: found[place].key), narrower?.keyTerms.terms(of: found[place].key)
            ) { $0.narrowed(by: $1) }
            if let objection = terms?.objection(to: request) { throw objection }
            granted.append(GrantedKey(found[place], terms: terms))
            bounds.narrow(by: narrower)
        } catch {
            refusal = max(refusal, error)
        }
    }
    guard !granted.isEmpty else { throw refusal }
    if bounds.devicesMax != nil, claims.subject == nil { throw .subjectMissing }
    return ApprovedLicense(request, claims, keys: granted, bounds, issuedAt: now, policyDigest: policy.digest)
}

extension TokenClaims {
    /// The policy the token asks for, if any, after it and the site's have let `candidate` go.
    fileprivate func policy(
        for candidate: FoundKey, of request: LicenseRequest, under policy: LicensePolicy,
        or named: [PolicyName: LicensePolicy], at now: Timestamp
    ) throws(LicenseRefusal) -> LicensePolicy? {
        if let content = entitlement.content, content != candidate.content { throw .notEntitled }
        let entry = entitlement.keys?.first { $0.keyID == candidate.key.keyID }
        if entitlement.keys != nil && entry == nil { throw .notEntitled }
        let narrower = try self.policy(named: entry?.policy, for: request.system, or: named)
        let (track, system) = (candidate.key.track, request.system)
        if let objection = policy.objection(to: track, for: system, at: now) { throw objection }
        if let objection = narrower?.objection(to: track, for: system, at: now) { throw objection }
        return narrower
    }

    /// A policy that is missing must not mean that nothing is limited.
    private func policy(
        named name: PolicyName?, for system: DRMSystem, or named: [PolicyName: LicensePolicy]
    ) throws(LicenseRefusal) -> LicensePolicy? {
        guard let name else { return nil }
        if let policies = entitlement.policiesBySystem {
            guard let policies = policies[system] else { throw .systemNotAllowed }
            guard let policy = policies[name] else { throw .unknownPolicy }
            return policy
        }
        guard let policy = entitlement.policies[name] ?? named[name] else { throw .unknownPolicy }
        return policy
    }
}
