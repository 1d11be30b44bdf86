/// What the witnesses together say of a region.
package enum Standing: String, Equatable, Sendable, CaseIterable {
    case healthy
    case failing
    /// Nobody was heard, or no quorum agrees: this breaks a run of failure and a run of health alike.
    case undecided
}

/// An unbroken stretch of one standing.
package struct Run: Equatable, Sendable {
    package var standing: Standing
    /// The start of the probe that completed the quorum: when the standing was first true, as far as anybody can tell.
    package var since: Duration

    package init(_ standing: Standing, since: Duration) { (self.standing, self.since) = (standing, since) }
}
