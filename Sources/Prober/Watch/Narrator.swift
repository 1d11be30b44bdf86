internal import Bytes
internal import Daemon
internal import Failover
internal import Reactor

/// Puts into words what happened: since when, what the other region looks like, and what the operator can do.
///
/// A value, so that every notice can be read in a test. Ids are made of what happened and not of when it was told, so a
/// notice told twice is known as one.
struct Narrator: Sendable {
    let vantage: String
    let names: PerRegion<String>
    let settings: DetectorSettings
    let state: DetectorState
    /// Monotonic.
    let now: Duration
    /// Since 1970, at the same moment.
    let wall: Duration

    func started(run: UInt64) -> Notice {
        notice(
            "started-\(vantage)-\(String(run, radix: 16))", "prober-started", .info, "vantage \(vantage) watches",
            ["The name points at \(name(state.active))."] + order)
    }

    func standing(of region: RegionChoice, _ run: Run, of vantages: Int) -> Notice {
        run.standing == .failing ? failing(region, since: run.since, of: vantages) : healthy(region, since: run.since)
    }

    private func failing(_ region: RegionChoice, since: Duration, of vantages: Int) -> Notice {
        notice(
            id("region-failing-\(region.rawValue)", since), "region-failing", .warning, "\(name(region)) is failing",
            ["Since \(moment(since)), as \(witnesses(against: region)) of \(vantages) vantages say: \(reasons(region))."]
                + [outlook(of: region.other), consequence(of: region, since: since)] + order)
    }

    private func healthy(_ region: RegionChoice, since: Duration) -> Notice {
        notice(
            id("region-healthy-\(region.rawValue)", since), "region-healthy", .info,
            "\(name(region)) is healthy again",
            ["Since \(moment(since)).", outlook(of: region.other), consequence(of: region, since: since)] + order)
    }

    func moved(_ record: SteeringRecord, because cause: Detector.Cause?) -> Notice {
        let target = name(record.choice)
        let isBack = record.choice == .main
        return notice(
            "switched-\(record.epoch)-\(record.choice.rawValue)", isBack ? "switched-back" : "switched", .critical,
            "the name points at \(target) now",
            [because(cause), outlook(of: record.choice.other), "Moved by vantage \(record.by), epoch \(record.epoch)."]
                + advice(after: record.choice))
    }

    func failed(_ reason: String, wanted: RegionChoice, epoch: UInt64) -> Notice {
        notice(
            "switch-failed-\(epoch)-\(wanted.rawValue)", "switch-failed", .critical,
            "the name cannot be moved to \(name(wanted))",
            [
                "The authority of the name says: \(reason).", "This is tried again every few seconds until it works.",
                "To move it by hand: point the name at \(name(wanted)) where the zone is kept.",
            ])
    }

    func worksAgain(epoch: UInt64) -> Notice {
        notice(
            "switch-works-\(epoch)", "switch-works", .info, "the name can be moved again",
            ["The authority of the name answers as it should."])
    }

    func override(_ override: Override) -> Notice {
        let version = override.version
        return notice(
            "order-\(version.counter)-\(version.vantage)", "override-set", .warning, title(of: override.order),
            ["Ordered at vantage \(version.vantage)."] + order)
    }

    func refused(_ order: Order, _ refusal: OrderRefusal) -> Notice {
        notice(
            id("order-refused", now), "order-refused", .warning, "an order was refused: \(title(of: order))",
            ["\(refusal.sentence) To do it all the same, say --force."])
    }

    func silent(_ name: String, since: Duration) -> Notice {
        notice(
            id("vantage-silent-\(name)", since), "vantage-silent", .warning, "vantage \(name) is silent",
            [
                "Nothing was heard of it since \(moment(since)).",
                "The others watch on. See whether its process runs, and whether the vantages reach each other.",
            ])
    }

    func returned(_ name: String) -> Notice {
        notice(id("vantage-heard-\(name)", now), "vantage-heard", .info, "vantage \(name) is heard again", [])
    }
}

// MARK: Words

extension Narrator {
    private func notice(
        _ id: String, _ kind: String, _ severity: Notice.Severity, _ title: String, _ lines: [String]
    ) -> Notice {
        Notice(id: id, kind: kind, title: title, lines: lines, at: wall, severity: severity)
    }

    private func name(_ region: RegionChoice) -> String { "\(names[region]) (\(region.rawValue))" }

    private func moment(_ moment: Duration) -> String { InternetTime.format(wall - (now - moment)) }

    private func id(_ kind: String, _ moment: Duration) -> String {
        "\(kind)-\((wall - (now - moment)).components.seconds)"
    }

    private func witnesses(against region: RegionChoice) -> Int {
        state.hearing.witnesses.values.count { $0.isSighted && $0.newest[region]?.verdict.isHealthy == false }
    }

    private func reasons(_ region: RegionChoice) -> String {
        let verdicts = state.hearing.witnesses.values.compactMap { $0.newest[region]?.verdict }
        let bad = Set(verdicts.filter { !$0.isHealthy }.map { "\($0.name) (\($0.reason ?? "no reason"))" })
        return bad.isEmpty ? "nothing was heard" : bad.sorted().joined(separator: ", ")
    }

    private func outlook(of region: RegionChoice) -> String {
        let run = state.hearing.runs[region]
        return switch run.standing {
        case .healthy: "\(name(region)) is healthy since \(moment(run.since))."
        case .failing: "\(name(region)) is failing too, since \(moment(run.since))."
        case .undecided: "Of \(name(region)) too little is heard to tell."
        }
    }

    private func consequence(of region: RegionChoice, since: Duration) -> String {
        let isFailing = state.hearing.runs.main.standing == .failing
        switch (region, state.active) {
        case (.main, .main) where isFailing:
            return "If this goes on, the name moves to \(name(.backup)) at \(moment(since + settings.failureWindow))."
        case (.main, .backup) where !isFailing:
            return "If this goes on, the name moves back at \(moment(since + settings.recoveryWindow))."
        default: return "The name stays at \(name(state.active))."
        }
    }

    private func because(_ cause: Detector.Cause?) -> String {
        switch cause {
        case .mainFailed(let since): "\(name(.main)) failed without a break since \(moment(since))."
        case .mainRecovered(let since): "\(name(.main)) was healthy without a break since \(moment(since))."
        case .order(let override): "Ordered at vantage \(override.version.vantage)."
        case nil: "The record did not say what was decided."
        }
    }

    private func advice(after choice: RegionChoice) -> [String] {
        guard choice == .backup else { return ["Nothing needs to be done."] }
        return [
            "New content info is refused while \(name(.backup)) only reads; licenses are served.",
            "The name moves back after \(settings.recoveryWindow.components.seconds) s of health; "
                + "to keep it here: evergrant probe freeze.",
        ]
    }

    private var order: [String] {
        guard let order = state.override?.order, order != .release else { return [] }
        return ["An order holds: \(title(of: order)). To end it: evergrant probe release."]
    }

    private func title(of order: Order) -> String {
        switch order {
        case .freeze: "the name is frozen where it is"
        case .force(let region, let evenIfDead): "the name is forced to \(name(region))\(evenIfDead ? ", dead or not" : "")"
        case .release: "the rules hold again"
        }
    }
}

extension OrderRefusal {
    /// For operators.
    var sentence: String {
        switch self {
        case .regionIsFailing: "That region is failing, as far as this vantage knows."
        }
    }
}
