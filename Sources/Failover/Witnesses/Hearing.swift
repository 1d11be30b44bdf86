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
        let known = witnesses[testimony.vantage]
        guard known != nil || witnesses.count < DetectorLimits.vantagesMax else { return }
        if let older = known?.newest[testimony.region] {
            guard older.startedAt < testimony.startedAt else { return }
            // Nobody was looking for longer than two intervals, so whatever is found now begins now.
            if testimony.startedAt - older.startedAt > settings.gapMax {
                replace(testimony.vantage, testimony.region, with: nil, at: testimony.startedAt, by: settings)
            }
        }
        replace(testimony.vantage, testimony.region, with: testimony, at: testimony.startedAt, by: settings)
    }

    /// Forgets what is too old to be evidence, in the order in which it grew too old.
    mutating func forget(until now: Duration, by settings: DetectorSettings) {
        let expired = testimonies.filter { $0.startedAt + settings.testimonyLifetime < now }
        for testimony in expired.sorted(by: { $0.startedAt < $1.startedAt }) {
            let instant = testimony.startedAt + settings.testimonyLifetime
            replace(testimony.vantage, testimony.region, with: nil, at: instant, by: settings)
        }
    }

    private mutating func replace(
        _ vantage: String, _ region: RegionChoice, with testimony: Testimony?, at instant: Duration,
        by settings: DetectorSettings
    ) {
        var witness = witnesses[vantage] ?? Witness()
        witness.replace(region, with: testimony, at: instant)
        witnesses[vantage] = witness.isSilent ? nil : witness
        // Both: a vantage that stops or begins to see is lost or won as a witness of either region.
        for region in RegionChoice.allCases { judge(region, at: instant, by: settings.quorum) }
    }

    /// Begins a new run if the standing has changed; a run never begins before the one it ends.
    private mutating func judge(_ region: RegionChoice, at instant: Duration, by quorum: Quorum) {
        let tally = Tally(of: region, among: witnesses.values)
        let standing = tally.standing(by: quorum)
        guard standing != runs[region].standing else { return }
        let complete = tally.complete(standing) ?? instant
        runs[region] = Run(standing, since: max(instant, complete, runs[region].since))
    }

    private var testimonies: [Testimony] {
        witnesses.values.flatMap { [$0.newest.main, $0.newest.backup].compactMap(\.self) }
    }

    /// When the first of all testimonies grows too old.
    func expiresAt(by settings: DetectorSettings) -> Duration? {
        testimonies.map(\.startedAt).min().map { $0 + settings.testimonyLifetime }
    }

    /// How many say `isGood` of `region` by probes that started at `instant` or later, and how many speak at all.
    func proof(that isGood: Bool, of region: RegionChoice, startedFrom instant: Duration) -> (proven: Int, of: Int) {
        let proven = witnesses.values.count { $0.proves(isGood, of: region, startedFrom: instant) }
        return (proven, witnesses.values.count { $0.opinion(of: region) != nil })
    }
}
