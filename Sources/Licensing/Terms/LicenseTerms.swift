/// What a license says about itself, apart from its keys; what is nil is not limited.
package struct LicenseTerms: Equatable, Sendable {
    package static let unlimited = LicenseTerms()

    /// From the issue to the first play.
    package var rentalDuration: Duration?
    /// From the first play to the last.
    package var playbackDuration: Duration?
    /// Whether a device may keep the license beyond the session; nil is not said, and then it may not.
    package var mayPersist: Bool?
    /// Nil when the license cannot be renewed.
    package var renewal: RenewalTerms?

    package init(
        rentalDuration: Duration? = nil, playbackDuration: Duration? = nil, mayPersist: Bool? = nil,
        renewal: RenewalTerms? = nil
    ) {
        self.rentalDuration = rentalDuration
        self.playbackDuration = playbackDuration
        self.mayPersist = mayPersist
        self.renewal = renewal
    }
}

extension LicenseTerms {
    /// The stricter of both, in each respect; what only one of them speaks of is as that one says.
    func narrowed(by other: LicenseTerms) -> LicenseTerms {
        LicenseTerms(
            rentalDuration: stricter(rentalDuration, other.rentalDuration, min),
            playbackDuration: stricter(playbackDuration, other.playbackDuration, min),
            mayPersist: stricter(mayPersist, other.mayPersist) { $0 && $1 },
            renewal: stricter(renewal, other.renewal) { $0.narrowed(by: $1) })
    }
}

/// What holds under two policies of which each may be silent.
func stricter<Value>(_ one: Value?, _ other: Value?, _ choose: (Value, Value) -> Value) -> Value? {
    guard let one, let other else { return one ?? other }
    return choose(one, other)
}

/// When a player renews its license, and how long it may go on while it cannot.
package struct RenewalTerms: Equatable, Sendable {
    /// From the issue to the first renewal.
    package var delay: Duration
    /// Between two attempts that failed.
    package var retryInterval: Duration
    /// How long playback goes on while renewal fails: what carries a viewer over a failover.
    package var recoveryDuration: Duration

    package init(delay: Duration, retryInterval: Duration, recoveryDuration: Duration) {
        self.delay = delay
        self.retryInterval = retryInterval
        self.recoveryDuration = recoveryDuration
    }
}

extension RenewalTerms {
    /// How long a license lasts that nobody renews.
    var span: Duration { delay + recoveryDuration }

    /// The shorter of each.
    ///
    /// The owner of the content is asked sooner and a player goes on for a shorter while without an answer; so that the
    /// viewer has as many attempts in that while, they are no further apart than either policy has them.
    func narrowed(by other: RenewalTerms) -> RenewalTerms {
        RenewalTerms(
            delay: min(delay, other.delay), retryInterval: min(retryInterval, other.retryInterval),
            recoveryDuration: min(recoveryDuration, other.recoveryDuration))
    }
}
