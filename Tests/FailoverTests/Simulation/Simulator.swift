import Failover
import TestSupport

/// Lives through a world: probes on every vantage's grid, carries testimonies, kills and restarts the observer.
///
/// This plays the part of the prober: a fixed grid, a look at both regions each time, the confirming looks that the
/// detector asks for, a tick when it wants one, its state kept after every event, and what peers have said within two
/// intervals said again after a restart.
struct Simulator {
    private enum Duty {
        case look(vantage: Int)
        case confirm(vantage: Int)
        case arrive(Diary.Spoken)
        case wake
        case order(ScriptedOrder)
        case restart
    }

    let world: World
    private(set) var diary = Diary()
    private var detector: Detector
    private var random: SeededGenerator
    private var agenda: [(at: Int, duty: Duty)] = []
    private var wokenFor = Int.max
    private var confirmsAt = Int.max
    private var mailbox: [Diary.Spoken] = []
    private let names: [String]
    /// Another boot after the restart that begins at this time, if any.
    var rebootsAt: Int?

    init(_ world: World, settings: DetectorSettings? = nil) {
        self.world = world
        random = SeededGenerator(seed: world.seed ^ 0xface)
        var chosen = settings ?? DetectorSettings()
        chosen.interval = .milliseconds(world.interval)
        chosen.probeTimeout = .milliseconds(world.timeout)
        detector = Detector(chosen, boot: "one", at: .zero)
        names = world.vantages.map(\.name)
        for (index, vantage) in world.vantages.enumerated() { agenda.append((vantage.phase, .look(vantage: index))) }
        for (at, order) in world.orders { agenda.append((at, .order(order))) }
        for stretch in world.vantages[0].dead.stretches { agenda.append((stretch.upperBound, .restart)) }
    }

    mutating func run() {
        while let next = popNext(), next.at <= world.end { perform(next.duty, at: next.at) }
    }

    /// The earliest duty; of several at once the one that was noted first.
    private mutating func popNext() -> (at: Int, duty: Duty)? {
        guard !agenda.isEmpty else { return nil }
        var first = 0
        for index in 1..<max(1, agenda.count) where agenda[index].at < agenda[first].at { first = index }
        return agenda.remove(at: first)
    }

    private mutating func perform(_ duty: Duty, at now: Int) {
        switch duty {
        case .look(let vantage):
            look(from: vantage, at: now)
            let shortest = world.shortestPause
            let pause = shortest == 0 ? world.interval : random.pick(shortest...world.interval)
            agenda.append((now + pause, .look(vantage: vantage)))
        case .confirm(let vantage):
            if vantage != 0 || now == confirmsAt { look(from: vantage, at: now) }
        case .arrive(let spoken): arrive(spoken, at: now)
        case .wake:
            if now == wokenFor { tell(.ticked(at: .milliseconds(now)), .nothing, at: now) }
        case .order(let order): obey(order, at: now)
        case .restart: restart(at: now)
        }
    }

    // MARK: Probing

    private mutating func look(from index: Int, at now: Int) {
        let vantage = world.vantages[index]
        guard !vantage.dead.covers(now) else { return }
        let blind = vantage.blind.covers(now)
        let main = probe(isGood: !world.main.covers(now), isCut: blind || vantage.cutFromMain.covers(now))
        let backup = probe(isGood: !world.backup.covers(now), isCut: blind)
        let started = now + vantage.transit
        let finished = started + max(main.duration, backup.duration)
        let spoken = Diary.Spoken(
            vantage: index, main: main.found, backup: backup.found, started: started, finished: finished)
        agenda.append((finished, .arrive(spoken)))
    }

    private mutating func probe(isGood: Bool, isCut: Bool) -> (found: Diary.Found, duration: Int) {
        if isGood, !isCut { return (.good, random.pick(5...400)) }
        guard isCut || random.happens(percent: 50) else { return (.bad, random.pick(5...400)) }
        return (.nothing, random.happens(percent: 70) ? world.timeout : random.pick(5...400))
    }

    // MARK: The observer

    private mutating func arrive(_ spoken: Diary.Spoken, at now: Int) {
        if spoken.vantage != 0 { mailbox.append(spoken) }
        guard !world.vantages[0].dead.touches(spoken.started..<now + 1) || spoken.vantage != 0 else { return }
        guard !world.vantages[0].dead.covers(now) else { return }
        hear(spoken, at: now)
    }

    private mutating func hear(_ spoken: Diary.Spoken, at now: Int) {
        let testimony = Testimony(
            vantage: names[spoken.vantage], startedAt: .milliseconds(spoken.started),
            finishedAt: .milliseconds(spoken.finished),
            verdicts: PerRegion(main: spoken.main.verdict, backup: spoken.backup.verdict))
        tell(.heard(testimony, at: .milliseconds(now)), .heard(spoken), at: now)
    }

    private mutating func obey(_ order: ScriptedOrder, at now: Int) {
        guard !world.vantages[0].dead.covers(now) else { return }
        let instant = Duration.milliseconds(now)
        let event: Detector.Event =
            switch order {
            case .freeze: .ordered(.freeze, at: instant, vantage: names[0])
            case .release: .ordered(.release, at: instant, vantage: names[0])
            case .forceMain(let evenIfDead):
                .ordered(.force(.main, evenIfDead: evenIfDead), at: instant, vantage: names[0])
            case .forceBackup(let evenIfDead):
                .ordered(.force(.backup, evenIfDead: evenIfDead), at: instant, vantage: names[0])
            case .adoptedMain: .adopted(.main, at: instant)
            case .adoptedBackup: .adopted(.backup, at: instant)
            }
        tell(event, .order(order), at: now)
    }

    private mutating func restart(at now: Int) {
        let sameBoot = rebootsAt != now
        detector = Detector(
            detector.settings, restoring: detector.state, boot: sameBoot ? detector.state.boot : "two",
            at: .milliseconds(now))
        (wokenFor, confirmsAt) = (.max, .max)
        diary.lines.append((now, .restarted(sameBoot: sameBoot)))
        tell(.ticked(at: .milliseconds(now)), .nothing, at: now)
        let said = mailbox.filter { $0.started >= now - 2 * world.interval && $0.finished <= now }
        for spoken in said { hear(spoken, at: now) }
    }

    private mutating func tell(_ event: Detector.Event, _ line: Diary.Line, at now: Int) {
        diary.lines.append((now, line))
        for effect in detector.handle(event) {
            switch effect {
            case .pointAt(let choice, _):
                diary.moves.append(.init(line: diary.lines.count - 1, at: now, toMain: choice == .main))
            case .probeAgain(let at): confirm(at: at.wholeMilliseconds)
            case .orderRefused: diary.refusals.append(diary.lines.count - 1)
            case .standingChanged, .overrideChanged: break
            }
        }
        let wake = detector.wakesAt?.wholeMilliseconds ?? .max
        guard wake != wokenFor, wake != .max else { return }
        wokenFor = wake
        agenda.append((wake, .wake))
    }

    /// Every vantage's own detector asks for the same, a little later or earlier than this one.
    private mutating func confirm(at instant: Int) {
        confirmsAt = instant
        for index in world.vantages.indices {
            let skew = index == 0 ? 0 : random.pick(-100...300)
            agenda.append((instant + skew, .confirm(vantage: index)))
        }
    }
}

extension Diary.Found {
    fileprivate var verdict: Verdict {
        switch self {
        case .good: .healthy
        case .bad: .unhealthy(.status)
        case .nothing: .unreachable(.connect)
        }
    }
}

extension Duration {
    var wholeMilliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
