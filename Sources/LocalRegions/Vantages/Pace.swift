/// How quickly the vantages of a run look, decide and are believed.
package struct Pace: Equatable, Sendable {
    package var cycle: Duration
    package var failureWindow: Duration
    package var recoveryWindow: Duration
    package var connectTimeout: Duration
    package var statusTimeout: Duration
    /// How long a resolver may keep the service's name.
    package var timeToLiveSeconds: Int

    /// What an installation has: three minutes on a cycle of thirty seconds.
    package static let real = Pace(
        cycle: .seconds(30), failureWindow: .seconds(180), recoveryWindow: .seconds(180), connectTimeout: .seconds(4),
        statusTimeout: .seconds(2), timeToLiveSeconds: 30)

    /// The same proportions in less time, for people who watch and for tests.
    ///
    /// - Parameter window: From 2 s; the real pace from 60 s on.
    package static func window(_ window: Duration) -> Pace {
        guard window < .seconds(60) else {
            var pace = Pace.real
            (pace.failureWindow, pace.recoveryWindow) = (window, window)
            return pace
        }
        // A probe that runs into its time-outs must not outlast the cycle by much, or the grid is a fiction.
        let patience = min(.seconds(2), window / 8)
        return Pace(
            cycle: window / 6, failureWindow: window, recoveryWindow: window, connectTimeout: patience,
            statusTimeout: patience, timeToLiveSeconds: 2)
    }

    /// Whether a prober takes these values only as a rehearsal's.
    var isShortened: Bool { self != .real && failureWindow < .seconds(60) }

    /// From a fault to the last answer that a resolver may still give for the region that failed.
    package var switchedWithin: Duration {
        failureWindow + cycle + connectTimeout + statusTimeout + .seconds(timeToLiveSeconds)
    }
}
