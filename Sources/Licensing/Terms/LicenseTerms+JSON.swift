internal import Bytes

extension LicenseTerms {
    /// From members of a document that has been searched for strangers.
    init(_ document: JSONMembers, spelled spelling: TermsSpelling) throws(JSONError) {
        rentalDuration = try document.licenseDuration(spelling.rentalDuration)
        playbackDuration = try document.licenseDuration(spelling.playbackDuration)
        mayPersist = try document.boolean(spelling.mayPersist)
        renewal = nil
        if let renewal = try document.object(spelling.renewal) {
            try renewal.refuseMembers(except: spelling.renewalParts.members)
            self.renewal = try RenewalTerms(renewal, spelled: spelling.renewalParts, "a number of seconds")
        }
    }

    /// As members of a document.
    func write(to json: inout JSONWriter, spelled spelling: TermsSpelling) {
        json.member(spelling.rentalDuration, seconds: rentalDuration)
        json.member(spelling.playbackDuration, seconds: playbackDuration)
        if let mayPersist { json.member("\(spelling.mayPersist)", mayPersist) }
        guard let renewal else { return }
        json.member("\(spelling.renewal)") { json in
            json.object { renewal.write(to: &$0, spelled: spelling.renewalParts) }
        }
    }
}

extension RenewalTerms {
    /// - Parameter expected: What is said of a part that is missing: there are all three or none.
    init(
        _ document: JSONMembers, spelled spelling: RenewalSpelling, _ expected: String
    ) throws(JSONError) {
        func seconds(_ member: StaticString) throws(JSONError) -> Duration {
            try document.requiring(member, document.licenseDuration(member), expected)
        }
        delay = try seconds(spelling.delay)
        retryInterval = try seconds(spelling.retryInterval)
        recoveryDuration = try seconds(spelling.recoveryDuration)
    }

    fileprivate func write(to json: inout JSONWriter, spelled spelling: RenewalSpelling) {
        json.member(spelling.delay, seconds: delay)
        json.member(spelling.retryInterval, seconds: retryInterval)
        json.member(spelling.recoveryDuration, seconds: recoveryDuration)
    }
}

extension JSONWriter {
    /// Nothing, when there is no duration.
    fileprivate mutating func member(_ name: StaticString, seconds duration: Duration?) {
        if let duration { member("\(name)", duration.components.seconds) }
    }
}
