extension LicensePolicy {
    /// What of this policy does not survive `switchTime` without a region that answers, and what ends sooner than its
    /// license duration says.
    package func warnings(surviving switchTime: Duration) -> [LintWarning] {
        var warnings = terms.renewal?.warnings(surviving: switchTime, until: licenseDuration) ?? []
        if let licenseDuration, licenseDuration < switchTime {
            let member = PolicyField.licenseDuration.member
            warnings.append(LintWarning(.licenseTooShort, member, licenseDuration, enough: switchTime))
        }
        if let keeping = keepingWarning { warnings.append(keeping) }
        return warnings
    }

    /// Where there are renewals, a device that is offline cannot have one; where there are none, the license ends.
    private var keepingWarning: LintWarning? {
        guard terms.mayPersist == true, let span = terms.renewal?.span else { return nil }
        let lifetime = licenseDuration ?? terms.lifetimeUnsaid
        guard span < lifetime else { return nil }
        return LintWarning(
            .keptLicenseEndsEarly, "renewal.delaySeconds and recoveryDurationSeconds together", span, enough: lifetime)
    }
}

extension RenewalTerms {
    /// - Parameter end: How long the license lives.
    func warnings(surviving switchTime: Duration, until end: Duration?) -> [LintWarning] {
        // The first attempt that can succeed comes up to one interval after the other region answers.
        let enough = switchTime + retryInterval
        var warnings: [LintWarning] = []
        if recoveryDuration < enough {
            let member = "renewal.recoveryDurationSeconds"
            warnings.append(LintWarning(.recoveryTooShort, member, recoveryDuration, enough: enough))
        }
        if let end, end < delay + enough {
            let member = PolicyField.licenseDuration.member
            warnings.append(LintWarning(.licenseEndsInRecovery, member, end, enough: delay + enough))
        }
        return warnings
    }
}
