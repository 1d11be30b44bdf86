internal import Bytes

extension LicenseTerms {
    private static let renewalMembers: [StaticString] = [
        "delaySeconds", "retryIntervalSeconds", "recoveryDurationSeconds",
    ]

    /// From the members of a policy document, which has been searched for strangers.
    init(_ document: JSONMembers) throws(JSONError) {
        rentalDuration = try document.licenseDuration("rentalDurationSeconds")
        playbackDuration = try document.licenseDuration("playbackDurationSeconds")
        mayPersist = try document.boolean("mayPersist")
        renewal = nil
        if let renewal = try document.object("renewal") {
            try renewal.refuseMembers(except: Self.renewalMembers)
            let seconds = "a number of seconds"
            self.renewal = RenewalTerms(
                delay: try renewal.requiring("delaySeconds", renewal.licenseDuration("delaySeconds"), seconds),
                retryInterval: try renewal.requiring(
                    "retryIntervalSeconds", renewal.licenseDuration("retryIntervalSeconds"), seconds),
                recoveryDuration: try renewal.requiring(
                    "recoveryDurationSeconds", renewal.licenseDuration("recoveryDurationSeconds"), seconds))
        }
    }

    /// As members of a policy document.
    func write(to json: inout JSONWriter) {
        if let rentalDuration { json.member("rentalDurationSeconds", rentalDuration.components.seconds) }
        if let playbackDuration { json.member("playbackDurationSeconds", playbackDuration.components.seconds) }
        if let mayPersist { json.member("mayPersist", mayPersist) }
        guard let renewal else { return }
        json.member("renewal") { json in
            json.object { json in
                json.member("delaySeconds", renewal.delay.components.seconds)
                json.member("retryIntervalSeconds", renewal.retryInterval.components.seconds)
                json.member("recoveryDurationSeconds", renewal.recoveryDuration.components.seconds)
            }
        }
    }
}
