package import Bytes

extension TokenClaims {
    /// What of this token, and of the policies it carries, does not survive `switchTime` without a region that answers.
    ///
    /// - Parameter now: When the token counts as made, if it does not say.
    package func warnings(surviving switchTime: Duration, at now: Timestamp) -> [LintWarning] {
        let lifetime = self.lifetime(at: now)
        var (warnings, known): ([LintWarning], Set<LintWarning>) = ([], [])
        for policy in entitlement.effectivePolicies {
            // Policies share what the token says besides, and most of a message's share all of it.
            warnings += policy.warnings(surviving: switchTime).filter { known.insert($0).inserted }
        }
        if lifetime < switchTime {
            warnings.append(LintWarning(.tokenTooShort, "exp", lifetime, enough: switchTime))
        }
        if let delay = entitlement.renewalDelay, lifetime < delay + switchTime {
            warnings.append(LintWarning(.tokenEndsBeforeRenewal, "exp", lifetime, enough: delay + switchTime))
        }
        return warnings
    }

    /// From when it was made, or began, to its end; not below nothing.
    package func lifetime(at now: Timestamp) -> Duration {
        let start = issuedAt ?? notBefore ?? now
        guard start < expiresAt else { return .zero }
        let (seconds, overflow) = expiresAt.seconds.subtractingReportingOverflow(start.seconds)
        return .seconds(overflow ? .max : seconds)
    }
}

extension Entitlement {
    /// What the token says of the license by itself, and what each of its policies makes of that.
    fileprivate var effectivePolicies: [LicensePolicy] {
        let license = LicensePolicy(licenseDuration: licenseDuration, terms: terms ?? .unlimited)
        let tables = [policies] + DRMSystem.allCases.compactMap { policiesBySystem?[$0] }
        return [license]
            + tables.flatMap { $0.sorted { $0.key.description < $1.key.description } }.map { _, policy in
                LicensePolicy(
                    licenseDuration: stricter(licenseDuration, policy.licenseDuration, min),
                    terms: license.terms.narrowed(by: policy.terms))
            }
    }

    /// The longest that a player waits before it renews.
    fileprivate var renewalDelay: Duration? { effectivePolicies.compactMap { $0.terms.renewal?.delay }.max() }
}

/// Whether keys that are changed every `period` can be fetched over a failover.
package func rotationWarnings(period: Duration, surviving switchTime: Duration) -> [LintWarning] {
    guard period < switchTime else { return [] }
    return [LintWarning(.rotationTooShort, "key rotation period", period, enough: switchTime)]
}

/// Whether tokens of `lifetime` outlive a failover.
package func tokenWarnings(lifetime: Duration, surviving switchTime: Duration) -> [LintWarning] {
    guard lifetime < switchTime else { return [] }
    return [LintWarning(.tokenTooShort, "token lifetime", lifetime, enough: switchTime)]
}
