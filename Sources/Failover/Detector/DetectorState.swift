/// All that a detector knows: for the disk, for `/status`, and for starting again where it stopped.
package struct DetectorState: Equatable, Sendable {
    /// Which boot of the machine the times belong to (`/proc/sys/kernel/random/boot_id`); other clocks say nothing.
    package var boot: String
    /// The newest time that was heard of.
    package var now: Duration
    /// Where the name should point, as far as this detector is concerned.
    package var active: RegionChoice
    /// When somebody else last moved the name; their move is not undone before a full window has passed.
    package var movedByOthersAt: Duration?
    package var override: Override?
    package var runs: PerRegion<Run>
    /// By vantage.
    package var witnesses: [String: Witness]

    package init(
        boot: String, now: Duration, active: RegionChoice, movedByOthersAt: Duration? = nil,
        override: Override? = nil, runs: PerRegion<Run>, witnesses: [String: Witness] = [:]
    ) {
        (self.boot, self.now, self.active, self.movedByOthersAt) = (boot, now, active, movedByOthersAt)
        (self.override, self.runs, self.witnesses) = (override, runs, witnesses)
    }

    /// Nothing known yet: the name is at the main region, and every window begins with the first testimony.
    package init(boot: String, at now: Duration) {
        let run = Run(.undecided, since: now)
        self.init(boot: boot, now: now, active: .main, runs: PerRegion(main: run, backup: run))
    }

    /// The same knowledge at a later start: whole within one boot, only decisions and orders after another.
    func restored(boot: String, at now: Duration) -> DetectorState {
        if boot == self.boot, now >= self.now { return self }
        var fresh = DetectorState(boot: boot, at: now)
        (fresh.active, fresh.override) = (active, override)
        return fresh
    }
}
