/// Decides where the service name points, with no clock, no socket and no log; docs/failover.md has the exact rules.
///
/// Time-based and not count-based: the window runs from the start of the first bad probe of an unbroken run, and only
/// a bad probe that started after the window's end proves it full. So it holds at any interval, a slow probe cannot
/// stretch it, and a region that healed inside the window is never left.
package struct Detector: Equatable, Sendable {
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
        case mainFailed(since: Duration)
        case mainRecovered(since: Duration)
        case order(Override)
    }

    package let settings: DetectorSettings
    package private(set) var state: DetectorState
    /// The end of the window for which a confirming probe has been asked.
    private var askedFor: Duration?

    package init(_ settings: DetectorSettings, restoring state: DetectorState? = nil, boot: String, at now: Duration) {
        self.settings = settings
        self.state = state?.restored(boot: boot, at: now) ?? DetectorState(boot: boot, at: now)
    }

    package mutating func handle(_ event: Event) -> [Effect] {
        let before = state.hearing.runs
        state.now = max(state.now, event.instant)
        state.hearing.forget(until: state.now, by: settings)
        let answer = take(event)
        return changes(since: before) + answer + decide()
    }

    private func changes(since before: PerRegion<Run>) -> [Effect] {
        let now = state.hearing.runs
        guard before != now else { return [] }
        return RegionChoice.allCases.filter { before[$0] != now[$0] }.map { .standingChanged($0, now[$0]) }
    }

    private mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .heard(let testimony, _): state.hearing.hear(testimony, at: state.now, by: settings)
        case .ticked: break
        case .ordered(let order, _, let vantage): return obey(order, at: vantage)
        case .learned(let override, _): return adopt(override)
        case .adopted(let choice, _) where choice != state.active:
            (state.active, state.movedByOthersAt) = (choice, state.now)
        case .adopted: break
        }
        return []
    }
}

extension Detector.Event {
    var instant: Duration {
        switch self {
        case .heard(_, let now), .ticked(let now), .ordered(_, let now, _), .learned(_, let now), .adopted(_, let now):
            now
        }
    }
}

// MARK: Decisions

extension Detector {
    private mutating func decide() -> [Effect] {
        switch state.override?.order {
        case .freeze: return []
        case .force(let choice, _): return state.override.map { point(at: choice, because: .order($0)) } ?? []
        case .release, nil: return followTheRules()
        }
    }

    private mutating func followTheRules() -> [Effect] {
        guard settings.decidesByItself, let window else { return [] }
        if isProven(window), !isHeldBack { return point(at: state.active.other, because: cause(of: window)) }
        guard askedFor != window.end else { return [] }
        askedFor = window.end
        return [.probeAgain(at: max(window.end, state.now))]
    }

    /// Both regions failing: the name stays at the main region (fail open).
    private var isHeldBack: Bool { state.active == .main && state.hearing.runs.backup.standing == .failing }

    /// The run that would move the name, and when it fills its window; only the main region's runs ever do.
    private var window: (start: Duration, end: Duration)? {
        let run = state.hearing.runs.main
        guard run.standing == (state.active == .main ? .failing : .healthy) else { return nil }
        let start = max(run.since, state.movedByOthersAt ?? run.since)
        return (start, start + (state.active == .main ? settings.failureWindow : settings.recoveryWindow))
    }

    /// Whether a quorum has looked since the window's end; whoever has not, by a probe's timeout later, is not awaited.
    private func isProven(_ window: (start: Duration, end: Duration)) -> Bool {
        let isGood = state.active == .backup
        let (proven, all) = state.hearing.proof(that: isGood, of: .main, startedFrom: window.end)
        guard proven > 0 else { return false }
        if state.now >= window.end + settings.probeTimeout { return true }
        return isGood
            ? settings.quorum.callsHealthy(good: proven, of: all) : settings.quorum.callsFailing(bad: proven, of: all)
    }

    private func cause(of window: (start: Duration, end: Duration)) -> Cause {
        state.active == .main ? .mainFailed(since: window.start) : .mainRecovered(since: window.start)
    }

    private mutating func point(at choice: RegionChoice, because cause: Cause) -> [Effect] {
        guard choice != state.active else { return [] }
        state.active = choice
        askedFor = nil
        return [.pointAt(choice, because: cause)]
    }
}

// MARK: Orders

extension Detector {
    private mutating func obey(_ order: Order, at vantage: String) -> [Effect] {
        if case .force(let choice, evenIfDead: false) = order, state.hearing.runs[choice].standing == .failing {
            return [.orderRefused(order, .regionIsFailing)]
        }
        return adopt(Override(order, version: .next(after: state.override?.version, at: vantage)))
    }

    private mutating func adopt(_ override: Override) -> [Effect] {
        guard override.version.counter <= OverrideVersion.counterMax else { return [] }
        if let known = state.override, known.version >= override.version { return [] }
        state.override = override
        return [.overrideChanged(override)]
    }
}

// MARK: For the prober and for /status

extension Detector {
    package var active: RegionChoice { state.active }

    /// The vantages heard within two intervals that are not blind: who may act is chosen among them.
    package var sightedVantages: Set<String> {
        Set(state.hearing.witnesses.filter { $0.value.isSighted }.keys)
    }

    /// When time alone may next change something: tick then, at the latest.
    package var wakesAt: Duration? {
        let patience = window.map { $0.end + settings.probeTimeout }.flatMap { $0 > state.now ? $0 : nil }
        guard let expiry = state.hearing.expiresAt(by: settings) else { return patience }
        let afterwards = expiry + .milliseconds(1)
        return min(patience ?? afterwards, afterwards)
    }
}
