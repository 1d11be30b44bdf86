import Failover

/// A detector and the hand that feeds it, with whole seconds and looks that take no time unless said otherwise.
struct Lookout {
    struct Move: Equatable {
        var at: Int
        var to: RegionChoice

        init(_ to: RegionChoice, at: Int) { (self.at, self.to) = (at, to) }
    }

    static let down = Verdict.unhealthy(.status)
    static let gone = Verdict.unreachable(.connect)

    private(set) var detector: Detector
    private(set) var moves: [Move] = []

    init(_ settings: DetectorSettings = DetectorSettings()) {
        detector = Detector(settings, boot: "boot", at: .zero)
    }

    @discardableResult
    mutating func tell(_ event: Detector.Event, at now: Int) -> [Detector.Effect] {
        let effects = detector.handle(event)
        for case .pointAt(let choice, _) in effects { moves.append(Move(choice, at: now)) }
        return effects
    }

    /// One look, which began at `start` and is told of at `end`.
    @discardableResult
    mutating func look(
        _ vantage: String = "a", at start: Int, until end: Int? = nil, main: Verdict = .healthy,
        backup: Verdict = .healthy
    ) -> [Detector.Effect] {
        let testimony = Testimony(
            vantage: vantage, startedAt: .seconds(start), finishedAt: .seconds(end ?? start),
            verdicts: PerRegion(main: main, backup: backup))
        return tell(.heard(testimony, at: .seconds(end ?? start)), at: end ?? start)
    }

    /// The same look by each of `vantages`, every 30 s from `start` through `end`.
    mutating func look(
        _ vantages: [String] = ["a"], from start: Int, through end: Int, main: Verdict = .healthy,
        backup: Verdict = .healthy
    ) {
        for now in stride(from: start, through: end, by: 30) {
            for vantage in vantages { look(vantage, at: now, main: main, backup: backup) }
        }
    }

    @discardableResult
    mutating func tick(at now: Int) -> [Detector.Effect] { tell(.ticked(at: .seconds(now)), at: now) }

    @discardableResult
    mutating func order(_ order: Order, at now: Int) -> [Detector.Effect] {
        tell(.ordered(order, at: .seconds(now), vantage: "a"), at: now)
    }

    /// The process ends, and another begins at `now` from what it left on the disk.
    mutating func restart(at now: Int, boot: String = "boot") {
        detector = Detector(detector.settings, restoring: detector.state, boot: boot, at: .seconds(now))
        tick(at: now)
    }
}
