extension LicensePolicy {
    /// What of this policy does not survive `switchTime` without a region that answers.
    package func warnings(surviving switchTime: Duration) -> [FailoverWarning] {
        let renewal = terms.renewal?.warnings(surviving: switchTime, until: licenseDuration) ?? []
        guard let licenseDuration, licenseDuration < switchTime else { return renewal }
        return renewal + [
            FailoverWarning(.licenseTooShort, PolicyField.licenseDuration.member, licenseDuration, enough: switchTime)
        ]
    }
}

extension RenewalTerms {
    /// - Parameter end: How long the license lives.
    func warnings(surviving switchTime: Duration, until end: Duration?) -> [FailoverWarning] {
        // The first attempt that can succeed comes up to one interval after the other region answers.
        let enough = switchTime + retryInterval
        var warnings: [FailoverWarning] = []
        if recoveryDuration < enough {
            let member = "renewal.recoveryDurationSeconds"
            warnings.append(FailoverWarning(.recoveryTooShort, member, recoveryDuration, enough: enough))
        }
        if let end, end < delay + enough {
            let member = PolicyField.licenseDuration.member
            warnings.append(FailoverWarning(.licenseEndsInRecovery, member, end, enough: delay + enough))
        }
        return warnings
    }
}
