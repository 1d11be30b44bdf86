/// A duration that is shorter than whoever wrote it may think: than players may be without a region that answers, or
/// than a license that a device keeps was to live.
///
/// Nothing is refused because of it: a business may want licenses of a minute. But then its viewers see every failover.
package struct LintWarning: Hashable, Sendable {
    /// Stable: scripts branch on the raw value.
    package enum Code: String, CaseIterable, Sendable {
        case recoveryTooShort = "recovery-too-short"
        case licenseEndsInRecovery = "license-ends-in-recovery"
        case licenseTooShort = "license-too-short"
        case keptLicenseEndsEarly = "kept-license-ends-early"
        case tokenTooShort = "token-too-short"
        case tokenEndsBeforeRenewal = "token-ends-before-renewal"
        case rotationTooShort = "rotation-too-short"
    }

    package let code: Code
    /// What is too short, as the document spells it.
    package let member: String
    package let seconds: Int64
    /// The least that would do.
    package let secondsEnough: Int64

    init(_ code: Code, _ member: String, _ duration: Duration, enough: Duration) {
        self.code = code
        self.member = member
        seconds = duration.components.seconds
        secondsEnough = enough.wholeSecondsUp
    }

    /// What happens to viewers.
    package var reason: String {
        switch code {
        case .recoveryTooShort:
            "a player whose renewal fails stops before the other region answers and it has tried again"
        case .licenseEndsInRecovery:
            "the license ends while its renewal is still being tried for, so the recovery is cut short"
        case .licenseTooShort:
            "a license issued as the region fails has ended before the other region answers"
        case .keptLicenseEndsEarly:
            "a device that keeps the license and is offline cannot renew it, and plays no longer"
        case .tokenTooShort:
            "a token made as the region fails has ended before the other region can be shown it"
        case .tokenEndsBeforeRenewal:
            "a player brings the same token when it renews, and by then it has ended"
        case .rotationTooShort:
            "players need the next key before the other region answers"
        }
    }

    /// What becomes of it when it is long enough.
    private var remedy: String {
        switch code {
        case .keptLicenseEndsEarly: "it lives as long as it was given"
        case .recoveryTooShort, .licenseEndsInRecovery, .licenseTooShort, .tokenTooShort, .tokenEndsBeforeRenewal,
            .rotationTooShort:
            "it survives"
        }
    }
}

extension LintWarning: CustomStringConvertible {
    package var description: String {
        "\(member) of \(seconds) s: \(reason); from \(secondsEnough) s on \(remedy) [\(code.rawValue)]"
    }
}

extension Duration {
    fileprivate var wholeSecondsUp: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
