/// How long is long enough, and who has to agree.
package struct DetectorSettings: Equatable, Sendable {
    /// How long the main region must fail without a break before the name moves to the backup.
    package var failureWindow: Duration = .seconds(180)
    /// How long it must be healthy without a break before the name moves back.
    package var recoveryWindow: Duration = .seconds(180)
    /// The longest time between the starts of two probes of a region by one vantage.
    package var interval: Duration = .seconds(30)
    /// The longest a probe may take.
    package var probeTimeout: Duration = .seconds(6)
    package var quorum = Quorum.majority
    /// False where a `Route53Twin` decides: then only orders, and what was adopted, move the name.
    package var decidesByItself = true

    package init() {}

    /// Two probes further apart than this do not belong to one run.
    package var gapMax: Duration { interval * 2 }
    /// How long after its start a testimony speaks: the next but one probe may still take its time to answer.
    package var testimonyLifetime: Duration { gapMax + probeTimeout }
}

/// What a peer or a file cannot exceed.
package enum DetectorLimits {
    /// Vantages remembered at once; more names than this are not heard.
    package static let vantagesMax = 32
}
