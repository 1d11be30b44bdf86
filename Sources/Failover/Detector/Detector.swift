/// Decides where the service name points, with no clock, no socket and no log; docs/failover.md has the exact rules.
///
/// Time-based and not count-based: the window runs from the start of the first bad probe of an unbroken run, and only
/// a bad probe that started after the window's end proves it full. So it holds at any interval, a slow probe cannot
/// stretch it, and a region that healed inside the window is never left.
package struct Detector: Sendable {
    package enum Event: Equatable, Sendable {
        case heard(Testimony, at: Duration)
        case ticked(at: Duration)
        /// An operator's order, given at `vantage`, which is this one.
        case ordered(Order, at: Duration, vantage: String)
        /// A peer's newest override; whether the region is dead was judged where the order was given.
        case learned(Override, at: Duration)
        /// The name was found to have been moved by somebody else.
        case adopted(RegionChoice, at: Duration)
    }

    package enum Effect: Equatable, Sendable {
        case pointAt(RegionChoice, because: Cause)
        /// Probe both regions at this time as well; replaces the time asked for before, and the grid goes on.
        case probeAgain(at: Duration)
        case standingChanged(RegionChoice, Run)
        case overrideChanged(Override)
        case orderRefused(Order, OrderRefusal)
    }

    package enum Cause: Equatable, Sendable {
        /// The main region's run that filled its window.
        case mainFailed(since: Duration)
        case mainRecovered(since: Duration)
        case order(Override)
    }

    package let settings: DetectorSettings
    package private(set) var state: DetectorState

    package init(_ settings: DetectorSettings, restoring state: DetectorState? = nil, boot: String, at now: Duration) {
        self.settings = settings
        self.state = state?.restored(boot: boot, at: now) ?? DetectorState(boot: boot, at: now)
    }

    package var active: RegionChoice { state.active }

    /// The vantages heard within two intervals that are not blind: who may act is chosen among them.
    package var sightedVantages: Set<String> {
        Set(state.witnesses.filter { $0.value.isSighted }.keys)
    }

    /// When time alone may next change something: tick then, at the latest.
    package var wakesAt: Duration? { nil }

    package mutating func handle(_ event: Event) -> [Effect] { [] }
}
