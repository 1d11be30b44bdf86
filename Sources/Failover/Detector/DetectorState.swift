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
    package var hearing: Hearing

    package init(
        boot: String, now: Duration, active: RegionChoice, movedByOthersAt: Duration?, override: Override?,
        hearing: Hearing
    ) {
        (self.boot, self.now, self.active, self.movedByOthersAt) = (boot, now, active, movedByOthersAt)
        (self.override, self.hearing) = (override, hearing)
    }

    /// Nothing known yet: the name is at the main region, and every window begins with the first testimony.
    init(boot: String, at now: Duration) {
        self.init(boot: boot, now: now, active: .main, movedByOthersAt: nil, override: nil, hearing: Hearing(at: now))
    }

    /// The same knowledge at a later start: whole within one boot, only decisions and orders after another.
    ///
    /// How long nobody listened needs no rule of its own: what was said last grows too old in two intervals, and with
    /// it the run it belongs to.
    func restored(boot: String, at now: Duration) -> DetectorState {
        if boot == self.boot, now >= self.now { return self }
        var fresh = DetectorState(boot: boot, at: now)
        (fresh.active, fresh.override) = (active, override)
        return fresh
    }
}
