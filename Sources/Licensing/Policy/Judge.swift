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
    let judgement = Judgement(claims: claims, policy: policy.policy, named: named, now: now)
    var granted: [FoundKey] = []
    granted.reserveCapacity(request.keyIDs.count)
    var refusal = LicenseRefusal.unknownKeys
    var expiresAt = judgement.expiry(under: policy.policy)
    for keyID in request.keyIDs {
        // A request has few keys: looking through them is cheaper than hashing them.
        let place = found.indices.first { found[$0].key.keyID == keyID && found[$0].site == claims.audience }
        guard let place else { continue }
        let candidate = found[place]
        do throws(LicenseRefusal) {
            let narrower = try judgement.policy(for: candidate)
            granted.append(candidate)
            expiresAt = min(expiresAt, judgement.expiry(under: narrower))
        } catch {
            refusal = max(refusal, error)
        }
    }
    guard !granted.isEmpty else { throw refusal }
    return ApprovedLicense(
        request, claims, keys: granted, issuedAt: now, expiresAt: expiresAt, policyDigest: policy.digest)
}

/// What stays the same while the keys of one request are judged.
private struct Judgement {
    let claims: TokenClaims
    let policy: LicensePolicy
    let named: [PolicyName: LicensePolicy]
    let now: Timestamp

    /// The policy the token asks for, after it and the site's have let `candidate` go.
    func policy(for candidate: FoundKey) throws(LicenseRefusal) -> LicensePolicy {
        let entitlement = claims.entitlement
        if let content = entitlement.content, content != candidate.content { throw .notEntitled }
        let entry = entitlement.keys?.first { $0.keyID == candidate.key.keyID }
        if entitlement.keys != nil && entry == nil { throw .notEntitled }
        let narrower = try entry?.policy.map(policy(named:)) ?? .unlimited
        if let objection = policy.objection(to: candidate.key.track, at: now) { throw objection }
        if let objection = narrower.objection(to: candidate.key.track, at: now) { throw objection }
        return narrower
    }

    /// A policy that is missing must not mean that nothing is limited.
    private func policy(named name: PolicyName) throws(LicenseRefusal) -> LicensePolicy {
        guard let policy = claims.entitlement.policies[name] ?? named[name] else { throw .unknownPolicy }
        return policy
    }

    /// The shortest of what the policy and the token say, and never past the policy's window.
    func expiry(under policy: LicensePolicy) -> Timestamp {
        var duration = policy.licenseDuration ?? LicensingLimits.licenseDurationMax
        if let asked = claims.entitlement.licenseDuration { duration = min(duration, asked) }
        if policy.licenseDuration == nil && claims.entitlement.licenseDuration == nil {
            duration = LicensingLimits.licenseDurationDefault
        }
        return min(now + duration, policy.notAfter ?? .distantFuture)
    }
}
