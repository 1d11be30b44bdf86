/// What one vantage found when it looked at both regions once.
///
/// Both probes of a look begin together and are told of together: told one by one, a vantage that has just lost its
/// network would for a moment look like one that sees the backup region only.
///
/// Times are on the monotonic clock of the vantage that runs the detector. What a peer says is translated by its age
/// (received minus how long ago the peer says it was), which can only make it look later, never earlier.
package struct Testimony: Equatable, Sendable {
    package let vantage: String
    package let startedAt: Duration
    /// When the later of the two probes ended.
    package let finishedAt: Duration
    package let verdicts: PerRegion<Verdict>

    package init(vantage: String, startedAt: Duration, finishedAt: Duration, verdicts: PerRegion<Verdict>) {
        (self.vantage, self.startedAt, self.finishedAt) = (vantage, startedAt, finishedAt)
        self.verdicts = verdicts
    }

    /// Neither region was reached, so the vantage has lost its own network and is no witness.
    package var isBlind: Bool { verdicts.main.isUnreachable && verdicts.backup.isUnreachable }

    /// Whether it calls `region` healthy; nil when it is blind.
    func opinion(of region: RegionChoice) -> Bool? { isBlind ? nil : verdicts[region].isHealthy }
}
