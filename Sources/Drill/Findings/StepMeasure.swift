/// What one step showed, in figures.
package struct StepMeasure: Equatable, Sendable {
    package let step: DrillPlan.Step
    package let times: Record.StepTimes
    /// From the fault to the first license that the backup served by name.
    package let moved: Duration?
    /// From the heal to the first license that the main region served by name after the backup had.
    package let returned: Duration?
    /// The longest stretch without a served license: from when the first failed one was due to the next served one.
    package let longestSilence: Duration
    package let asked: Int
    package let failed: Int
    package let askedAfterMove: Int
    package let failedAfterMove: Int
    package let failedOnReturn: Int
    /// How many licenses the backup served, in the whole step.
    package let servedByBackup: Int

    package init(_ step: DrillPlan.Step, _ times: Record.StepTimes, in record: Record, main: String, backup: String) {
        self.step = step
        self.times = times
        // By when they ended: what a fault struck in flight belongs to that fault, and not to the step before.
        let licenses = record.licenses.filter { times.began <= $0.finished && $0.finished < times.ended }
        asked = licenses.count
        failed = licenses.count { !$0.isServed }
        servedByBackup = licenses.count { $0.isServed(by: backup) }
        longestSilence = Self.longestSilence(licenses, until: times.ended)

        let first = times.faulted.flatMap { Self.first(by: backup, from: $0, in: licenses) }
        let back = times.healed.flatMap { healed in
            first.flatMap { first in
                Self.first(by: main, from: max(healed, first.due), in: licenses)
            }
        }
        moved = first.flatMap { first in times.faulted.map { first.finished - $0 } }
        returned = back.flatMap { back in times.healed.map { back.finished - $0 } }

        let healed = times.healed ?? times.ended
        let afterMove = licenses.filter { license in
            first.map { license.due >= $0.due && license.due < healed } ?? false
        }
        askedAfterMove = afterMove.count
        failedAfterMove = afterMove.count { !$0.isServed }
        failedOnReturn = first == nil ? 0 : licenses.count { $0.due >= healed && !$0.isServed }
    }

    private static func first(
        by region: String, from start: Duration, in licenses: [Record.License]
    ) -> Record.License? {
        licenses.filter { $0.due >= start && $0.isServed(by: region) }.min { $0.finished < $1.finished }
    }

    private static func longestSilence(_ licenses: [Record.License], until end: Duration) -> Duration {
        let served = licenses.filter(\.isServed).map(\.finished).sorted()
        let failures = licenses.filter { !$0.isServed }.map(\.due).sorted()
        var longest: Duration = .zero
        var next = served.makeIterator()
        var resumed = next.next()
        for failure in failures {
            while let moment = resumed, moment <= failure { resumed = next.next() }
            longest = max(longest, (resumed ?? end) - failure)
        }
        return longest
    }
}
