internal import Bytes
internal import Failover
internal import Reactor

/// What one vantage tells another, as a message or as the answer to one.
///
/// Times are ages, told from the moment of sending, so that no two clocks have to agree.
struct VantageReport: Equatable, Sendable {
    let vantage: String
    /// The sender's own clock, to be echoed.
    let stamp: String
    /// The newest stamp of the receiver that the sender holds.
    let echo: EchoedStamp?
    let testimonies: [AgedTestimony]
    let override: Override?
    let record: SteeringRecord?

    /// A testimony of the sender's own: nobody repeats what others say.
    struct AgedTestimony: Equatable, Sendable {
        /// Counts the sender's testimonies since its start: each is repeated, and counts once.
        let number: Int64
        let verdicts: PerRegion<Verdict>
        let startedAgo: Duration
        let finishedAgo: Duration
    }
}

extension VantageReport.AgedTestimony {
    init(_ testimony: Testimony, number: Int64, at now: Duration) {
        self.init(
            number: number, verdicts: testimony.verdicts, startedAgo: now - testimony.startedAt,
            finishedAgo: now - testimony.finishedAt)
    }

    /// On the clock of who received it.
    func testimony(of vantage: String, receivedAt now: Duration) -> Testimony {
        Testimony(
            vantage: vantage, startedAt: now - startedAgo, finishedAt: now - finishedAgo, verdicts: verdicts)
    }
}
