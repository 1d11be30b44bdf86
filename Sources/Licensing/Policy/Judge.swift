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
    var bounds = LicenseBounds.under(policy.policy, claims)
    for keyID in request.keyIDs {
        // A request has few keys: looking through them is cheaper than hashing them.
        let place = found.indices.first { found[$0].key.keyID == keyID && found[$0].site == claims.audience }
        guard let place else { continue }
        do throws(LicenseRefusal) {
            let name = try claims.entitlement.policyName(for: found[place])
            let terms: KeyTerms?
            // Most keys are granted under the site's policy alone, and a policy has many parts to carry around.
            if let name {
                let narrower = try claims.entitlement.policy(named: name, for: request.system, or: named)
                terms = try stricter(
                    found[place].terms(under: policy.policy, for: request, at: now),
                    found[place].terms(under: narrower, for: request, at: now)
                ) { $0.narrowed(by: $1) }
                if let objection = terms?.objection(to: request) { throw objection }
                bounds.narrow(by: narrower)
            } else {
                terms = try found[place].terms(under: policy.policy, for: request, at: now)
                if let objection = terms?.objection(to: request) { throw objection }
                bounds.narrow(by: nil)
            }
            granted.append(GrantedKey(found[place], terms: terms))
        } catch {
            refusal = max(refusal, error)
        }
    }
    guard !granted.isEmpty else { throw refusal }
    if bounds.devicesMax != nil, claims.subject == nil { throw .subjectMissing }
    return ApprovedLicense(request, claims, keys: granted, bounds, issuedAt: now, policyDigest: policy.digest)
}

extension FoundKey {
    /// On which terms `policy` lets this key go.
    fileprivate func terms(
        under policy: LicensePolicy, for request: LicenseRequest, at now: Timestamp
    ) throws(LicenseRefusal) -> KeyTerms? {
        if let objection = policy.objection(to: key.track, for: request.system, at: now) { throw objection }
        return policy.keyTerms.terms(of: key)
    }
}

extension Entitlement {
    /// The policy that the token asks for by name, if any, once it has let `candidate` go.
    fileprivate func policyName(for candidate: FoundKey) throws(LicenseRefusal) -> PolicyName? {
        if let content, content != candidate.content { throw .notEntitled }
        guard let keys else { return nil }
        guard let entry = keys.first(where: { $0.keyID == candidate.key.keyID }) else { throw .notEntitled }
        return entry.policy
    }

    /// A policy that is missing must not mean that nothing is limited.
    fileprivate func policy(
        named name: PolicyName, for system: DRMSystem, or named: [PolicyName: LicensePolicy]
    ) throws(LicenseRefusal) -> LicensePolicy {
        if let policiesBySystem {
            guard let policies = policiesBySystem[system] else { throw .systemNotAllowed }
            guard let policy = policies[name] else { throw .unknownPolicy }
            return policy
        }
        guard let policy = policies[name] ?? named[name] else { throw .unknownPolicy }
        return policy
    }
}
