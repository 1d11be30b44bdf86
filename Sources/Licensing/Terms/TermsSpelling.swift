/// What a document calls the terms of a license: a policy has one spelling, and the claim `license` of a token another.
struct TermsSpelling: Sendable {
    let rentalDuration: StaticString
    let playbackDuration: StaticString
    let mayPersist: StaticString
    let renewal: StaticString
    let renewalParts: RenewalSpelling

    var members: [StaticString] { [rentalDuration, playbackDuration, mayPersist, renewal] }

    static let policy = TermsSpelling(
        rentalDuration: "rentalDurationSeconds", playbackDuration: "playbackDurationSeconds", mayPersist: "mayPersist",
        renewal: "renewal",
        renewalParts: RenewalSpelling(
            delay: "delaySeconds", retryInterval: "retryIntervalSeconds", recoveryDuration: "recoveryDurationSeconds"))

    static let claim = TermsSpelling(
        rentalDuration: "rental_duration", playbackDuration: "playback_duration", mayPersist: "persist",
        renewal: "renewal",
        renewalParts: RenewalSpelling(
            delay: "delay", retryInterval: "retry_interval", recoveryDuration: "recovery_duration"))
}

/// What a document calls the parts of a renewal.
struct RenewalSpelling: Sendable {
    let delay: StaticString
    let retryInterval: StaticString
    let recoveryDuration: StaticString

    var members: [StaticString] { [delay, retryInterval, recoveryDuration] }
}
