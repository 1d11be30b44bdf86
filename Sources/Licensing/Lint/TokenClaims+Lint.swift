package import Bytes

extension TokenClaims {
    /// What of this token, and of the policies it carries, does not survive `switchTime` without a region that answers.
    ///
    /// - Parameter now: When the token counts as made, if it does not say.
    package func warnings(surviving switchTime: Duration, at now: Timestamp) -> [FailoverWarning] {
        let lifetime = self.lifetime(at: now)
        var warnings = entitlement.license.warnings(surviving: switchTime)
        for (_, policy) in entitlement.policies.sorted(by: { $0.key.description < $1.key.description }) {
            warnings += policy.warnings(surviving: switchTime)
        }
        if lifetime < switchTime {
            warnings.append(FailoverWarning(.tokenTooShort, "exp", lifetime, enough: switchTime))
        }
        if let delay = entitlement.renewalDelay, lifetime < delay + switchTime {
            warnings.append(FailoverWarning(.tokenEndsBeforeRenewal, "exp", lifetime, enough: delay + switchTime))
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
    /// What the token says of the license by itself, as the policy that would say the same.
    fileprivate var license: LicensePolicy {
        LicensePolicy(licenseDuration: licenseDuration, terms: terms ?? .unlimited)
    }

    /// The longest that a player waits before it renews.
    fileprivate var renewalDelay: Duration? {
        ([terms] + policies.values.map(\.terms)).compactMap { $0?.renewal?.delay }.max()
    }
}

/// Whether keys that are changed every `period` can be fetched over a failover.
package func rotationWarnings(period: Duration, surviving switchTime: Duration) -> [FailoverWarning] {
    guard period < switchTime else { return [] }
    return [FailoverWarning(.rotationTooShort, "key rotation period", period, enough: switchTime)]
}

/// Whether tokens of `lifetime` outlive a failover.
package func tokenWarnings(lifetime: Duration, surviving switchTime: Duration) -> [FailoverWarning] {
    guard lifetime < switchTime else { return [] }
    return [FailoverWarning(.tokenTooShort, "token lifetime", lifetime, enough: switchTime)]
}
