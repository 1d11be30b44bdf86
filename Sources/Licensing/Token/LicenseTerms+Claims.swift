internal import Bytes

/// What `drm.license` says besides its `duration`.
extension LicenseTerms {
    private static let members: [StaticString] = [
        "duration", "rental_duration", "playback_duration", "persist", "renewal",
    ]
    private static let renewalMembers: [StaticString] = ["delay", "retry_interval", "recovery_duration"]

    /// Nil when it says nothing more.
    init?(claim: JSONMembers) throws(JSONError) {
        try claim.refuseMembers(except: Self.members)
        self.init(
            rentalDuration: try claim.licenseDuration("rental_duration"),
            playbackDuration: try claim.licenseDuration("playback_duration"),
            mayPersist: try claim.boolean("persist"), renewal: try claim.object("renewal").map(Self.renewal))
        if self == .unlimited { return nil }
    }

    private static func renewal(_ claim: JSONMembers) throws(JSONError) -> RenewalTerms {
        try claim.refuseMembers(except: renewalMembers)
        let seconds = "a number of seconds"
        return RenewalTerms(
            delay: try claim.requiring("delay", claim.licenseDuration("delay"), seconds),
            retryInterval: try claim.requiring("retry_interval", claim.licenseDuration("retry_interval"), seconds),
            recoveryDuration: try claim.requiring(
                "recovery_duration", claim.licenseDuration("recovery_duration"), seconds))
    }

    func writeClaims(to json: inout JSONWriter) {
        if let rentalDuration { json.member("rental_duration", rentalDuration.components.seconds) }
        if let playbackDuration { json.member("playback_duration", playbackDuration.components.seconds) }
        if let mayPersist { json.member("persist", mayPersist) }
        guard let renewal else { return }
        json.member("renewal") { json in
            json.object { json in
                json.member("delay", renewal.delay.components.seconds)
                json.member("retry_interval", renewal.retryInterval.components.seconds)
                json.member("recovery_duration", renewal.recoveryDuration.components.seconds)
            }
        }
    }
}
