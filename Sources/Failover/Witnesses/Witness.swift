/// What one vantage has said last of either region, and since when it says so without a break.
package struct Witness: Equatable, Sendable {
    /// Nil: not heard of this region within two intervals.
    package var newest: PerRegion<Testimony?>
    /// The start of the first probe of the unbroken run the newest testimony belongs to; nil: no witness.
    package var since: PerRegion<Duration?>

    package init(newest: PerRegion<Testimony?>, since: PerRegion<Duration?>) {
        (self.newest, self.since) = (newest, since)
    }

    init() { self.init(newest: PerRegion(main: nil, backup: nil), since: PerRegion(main: nil, backup: nil)) }

    /// Whether it reaches at least one region: a vantage that reaches neither has lost its own network.
    package var isSighted: Bool {
        RegionChoice.allCases.contains { newest[$0].map { !$0.verdict.isUnreachable } ?? false }
    }

    var isSilent: Bool { newest.main == nil && newest.backup == nil }

    /// What it says of `region`; nil when it is blind or has not been heard.
    func opinion(of region: RegionChoice) -> Bool? {
        isSighted ? newest[region]?.verdict.isHealthy : nil
    }

    /// Whether it says `isGood` of `region` by a probe that started at `instant` or later.
    ///
    /// An unreachable region proves nothing by itself, so the other region must have been reached as late: a vantage
    /// that has just lost its own network would otherwise be believed until its second probe times out.
    func proves(_ isGood: Bool, of region: RegionChoice, startedFrom instant: Duration) -> Bool {
        guard opinion(of: region) == isGood, let newest = newest[region], newest.startedAt >= instant else {
            return false
        }
        guard newest.verdict.isUnreachable else { return true }
        return self.newest[region.other].map { $0.startedAt >= instant } ?? false
    }

    /// Changes what is known and dates every opinion that this changes by `instant`.
    mutating func replace(_ region: RegionChoice, with testimony: Testimony?, at instant: Duration) {
        let before = PerRegion(main: opinion(of: .main), backup: opinion(of: .backup))
        newest[region] = testimony
        for region in RegionChoice.allCases where opinion(of: region) != before[region] {
            since[region] = opinion(of: region) == nil ? nil : instant
        }
    }
}
