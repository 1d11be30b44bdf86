/// A duration that is shorter than the time players may be without a region that answers.
///
/// Nothing is refused because of it: a business may want licenses of a minute. But then its viewers see every failover.
package struct FailoverWarning: Equatable, Sendable {
    /// Stable: scripts branch on the raw value.
    package enum Code: String, CaseIterable, Sendable {
        case recoveryTooShort = "recovery-too-short"
        case licenseEndsInRecovery = "license-ends-in-recovery"
        case licenseTooShort = "license-too-short"
        case tokenTooShort = "token-too-short"
        case tokenEndsBeforeRenewal = "token-ends-before-renewal"
        case rotationTooShort = "rotation-too-short"
    }

    package let code: Code
    /// What is too short, as the document spells it.
    package let member: String
    package let seconds: Int64
    /// The least that would survive.
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
        case .tokenTooShort:
            "a token made as the region fails has ended before the other region can be shown it"
        case .tokenEndsBeforeRenewal:
            "a player brings the same token when it renews, and by then it has ended"
        case .rotationTooShort:
            "players need the next key before the other region answers"
        }
    }
}

extension FailoverWarning: CustomStringConvertible {
    package var description: String {
        "\(member) of \(seconds) s: \(reason); from \(secondsEnough) s on it survives [\(code.rawValue)]"
    }
}

extension Duration {
    fileprivate var wholeSecondsUp: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
