/// How long players may be without a region that answers, at the most: the promise of docs/failover.md in numbers.
package struct SwitchTime: Equatable, Sendable {
    package var failureWindow: Duration
    package var interval: Duration
    package var probeTimeout: Duration
    /// How long resolvers go on saying where the name pointed.
    package var timeToLive: Duration

    /// As a prober is set up unless somebody decides otherwise.
    package init(_ settings: DetectorSettings = DetectorSettings(), timeToLive: Duration = .seconds(30)) {
        (failureWindow, interval) = (settings.failureWindow, settings.interval)
        (probeTimeout, self.timeToLive) = (settings.probeTimeout, timeToLive)
    }

    /// From the main region's failure until every player that resolves anew reaches the backup.
    package var longest: Duration { failureWindow + interval + probeTimeout + timeToLive }
}
