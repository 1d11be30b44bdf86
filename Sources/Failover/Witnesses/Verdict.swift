/// What a probe says of its region, and why.
package enum Verdict: Equatable, Sendable {
    case healthy
    /// It answered, and the answer is bad.
    case unhealthy(UnhealthyReason)
    /// No answer that can be trusted came back; a vantage that reaches neither region is blind, and no witness.
    case unreachable(UnreachableReason)

    package var isHealthy: Bool { self == .healthy }

    package var isUnreachable: Bool {
        if case .unreachable = self { return true }
        return false
    }
}

/// Raw values travel between vantages and stand in metrics and notices.
package enum UnhealthyReason: String, Equatable, Sendable, CaseIterable {
    case status
    case malformedBody = "malformed-body"
    /// The region may only read, and is required to accept writes: a restored standby pulls no traffic back.
    case notReadWrite = "not-read-write"
}

/// How far a probe came before it failed.
///
/// A refused certificate is a `tls`, so a stale trust store makes a blind vantage.
package enum UnreachableReason: String, Equatable, Sendable, CaseIterable {
    case nameLookup = "name-lookup"
    case connect
    case tls
    case request
    case response
}
