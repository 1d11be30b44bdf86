/// What one vantage has said last, and since when it says so of either region without a break.
package struct Witness: Equatable, Sendable {
    package private(set) var newest: Testimony
    /// The start of the first look of the unbroken run that the newest one belongs to; while blind, of the blindness.
    package private(set) var since: PerRegion<Duration>

    package init(newest: Testimony, since: PerRegion<Duration>) { (self.newest, self.since) = (newest, since) }

    init(_ first: Testimony) {
        self.init(newest: first, since: PerRegion(main: first.startedAt, backup: first.startedAt))
    }

    /// Whether it reaches at least one region; if not, it has lost its own network and knows nothing.
    package var isSighted: Bool { !newest.isBlind }

    mutating func add(_ next: Testimony) {
        for region in RegionChoice.allCases where next.opinion(of: region) != newest.opinion(of: region) {
            since[region] = next.startedAt
        }
        newest = next
    }
}
