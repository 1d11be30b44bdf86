/// Everything the vantages have said lately, and what follows from it for either region.
package struct Hearing: Equatable, Sendable {
    /// By vantage; whoever has been silent for longer than a testimony lives is not in here.
    package private(set) var witnesses: [String: Witness]
    package private(set) var runs: PerRegion<Run>

    package init(runs: PerRegion<Run>, witnesses: [String: Witness] = [:]) {
        (self.runs, self.witnesses) = (runs, witnesses)
    }

    init(at now: Duration) {
        let run = Run(.undecided, since: now)
        self.init(runs: PerRegion(main: run, backup: run))
    }

    /// Takes a testimony in; one that is old, repeated, from the future or from one vantage too many changes nothing.
    mutating func hear(_ testimony: Testimony, at now: Duration, by settings: DetectorSettings) {
        guard testimony.startedAt <= testimony.finishedAt, testimony.finishedAt <= now,
            testimony.startedAt >= now - settings.testimonyLifetime
        else { return }
        guard var witness = witnesses[testimony.vantage] else {
            guard witnesses.count < DetectorLimits.vantagesMax else { return }
            return replace(testimony.vantage, with: Witness(testimony), at: testimony.startedAt, by: settings)
        }
        let gap = testimony.startedAt - witness.newest.startedAt
        guard gap > .zero else { return }
        if gap > settings.gapMax {
            // It has not looked for longer than two intervals, so whatever it finds now begins now.
            replace(testimony.vantage, with: nil, at: testimony.startedAt, by: settings)
            witness = Witness(testimony)
        } else {
            witness.add(testimony)
        }
        replace(testimony.vantage, with: witness, at: testimony.startedAt, by: settings)
    }

    /// Forgets what is too old to be evidence, in the order in which it grew too old.
    mutating func forget(until now: Duration, by settings: DetectorSettings) {
        while let (start, vantage) = oldest, start + settings.testimonyLifetime < now {
            replace(vantage, with: nil, at: start + settings.testimonyLifetime, by: settings)
        }
    }

    private mutating func replace(
        _ vantage: String, with witness: Witness?, at instant: Duration, by settings: DetectorSettings
    ) {
        witnesses[vantage] = witness
        judge(.main, at: instant, by: settings.quorum)
        judge(.backup, at: instant, by: settings.quorum)
    }

    /// Begins a new run if the standing has changed; a run never begins before the one it ends.
    private mutating func judge(_ region: RegionChoice, at instant: Duration, by quorum: Quorum) {
        let tally = Tally(of: region, among: witnesses)
        let standing = tally.standing(by: quorum)
        guard standing != runs[region].standing else { return }
        let complete = tally.complete(standing) ?? instant
        runs[region] = Run(standing, since: max(instant, complete, runs[region].since))
    }

    private var oldest: (start: Duration, vantage: String)? {
        var oldest: (start: Duration, vantage: String)?
        for (vantage, witness) in witnesses {
            let start = witness.newest.startedAt
            if let known = oldest, known.start <= start { continue }
            oldest = (start, vantage)
        }
        return oldest
    }

    /// When the first of all testimonies grows too old.
    func expiresAt(by settings: DetectorSettings) -> Duration? {
        oldest.map { $0.start + settings.testimonyLifetime }
    }

    /// How many say `isGood` of `region` by looks that started at `instant` or later, and how many speak at all.
    func proof(that isGood: Bool, of region: RegionChoice, startedFrom instant: Duration) -> (proven: Int, of: Int) {
        var (proven, all) = (0, 0)
        for (_, witness) in witnesses {
            guard let opinion = witness.newest.opinion(of: region) else { continue }
            all += 1
            if opinion == isGood, witness.newest.startedAt >= instant { proven += 1 }
        }
        return (proven, all)
    }
}
