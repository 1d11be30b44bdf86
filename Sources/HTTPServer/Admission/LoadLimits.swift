/// How much of each audience one loop takes on before it sheds: a budget for each, so that none can spend another's.
package struct LoadLimits: Equatable, Sendable {
    package struct Budget: Equatable, Sendable {
        /// Requests that wait at a time, for a database or a disk; each holds its body and its place.
        package var waitingMax: Int
        /// From this standing lag on some are shed, and all from twice of it.
        package var lagMax: Duration
        /// What `Retry-After` says at least.
        package var retryAfter: Duration
    }

    /// A screen is black meanwhile: players are shed last, and asked to come back first.
    package var player = Budget(waitingMax: 4_096, lagMax: .milliseconds(400), retryAfter: .seconds(1))
    /// A packager's job takes minutes and repeats what failed.
    package var packager = Budget(waitingMax: 256, lagMax: .milliseconds(200), retryAfter: .seconds(5))
    /// People look again; and what they look at costs most.
    package var `operator` = Budget(waitingMax: 32, lagMax: .milliseconds(100), retryAfter: .seconds(10))

    package init() {}

    /// Nil for probers: shedding the question whether a server is well would answer it.
    func budget(of audience: Audience) -> Budget? {
        switch audience {
        case .prober: nil
        case .player: player
        case .packager: packager
        case .operator: `operator`
        }
    }
}
