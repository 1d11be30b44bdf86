package import Bytes
internal import Cryptography

/// ```json
/// {"version": 1, "notBefore": 1767225600, "notAfter": 1798761600,
///  "licenseDurationSeconds": 3600, "allowedTracks": ["AUDIO", "SD"]}
/// ```
/// Read strictly, because a misspelled limit that is silently ignored is a limit that does not hold.
extension LicensePolicy {
    /// The versions that this code reads.
    ///
    /// Version 2 can say more, and is refused where it says what one of its systems cannot express. A document is
    /// written in the lowest version that can say it, so what was version 1 keeps its bytes and its digest.
    package enum Version: Int64, CaseIterable {
        case one = 1
        case two = 2
    }

    private static let firstMembers: [StaticString] = [
        "version", "notBefore", "notAfter", "licenseDurationSeconds", "allowedTracks",
    ]
    private static let secondMembers: [StaticString] = [
        "systems", "rentalDurationSeconds", "playbackDurationSeconds", "mayPersist", "renewal", "devicesPerSubjectMax",
        "keys", "tracks", "keyIDs",
    ]

    /// Reads a policy document, in which only `version` is required.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        guard bytes.count <= LicensingLimits.policyLengthMax else {
            let expected = "at most \(LicensingLimits.policyLengthMax) bytes"
            throw .malformed(Malformed(offset: LicensingLimits.policyLengthMax, expected: expected))
        }
        try self.init(JSONMembers(parsing: bytes))
    }

    package init(_ document: JSONMembers) throws(JSONError) {
        guard let version = try document.integer("version").flatMap(Version.init) else {
            throw .unexpected(member: "version", expected: "1 or 2")
        }
        try document.refuseMembers(except: Self.firstMembers + (version == .two ? Self.secondMembers : []))
        notBefore = try document.integer("notBefore").map(Timestamp.init(seconds:))
        notAfter = try document.integer("notAfter").map(Timestamp.init(seconds:))
        licenseDuration = try document.licenseDuration("licenseDurationSeconds")
        allowedTracks = try document.set("allowedTracks", of: TrackType.self, "track type")
        // In version 1 nothing below is a member, so nothing is found.
        let systems = try document.set("systems", of: DRMSystem.self, "system")
        self.systems = systems?.count == DRMSystem.allCases.count ? nil : systems
        devicesPerSubjectMax = try document.count("devicesPerSubjectMax", max: LicensingLimits.devicesPerSubjectMax)
        terms = try LicenseTerms(document, spelled: .policy)
        keyTerms = try KeyTermsTable(document)
        if version == .two { try requireExpressible() }
    }

    /// The document, its members in a fixed order: equal policies give equal bytes.
    package var json: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("version", version.rawValue)
            if let notBefore { json.member("notBefore", notBefore.seconds) }
            if let notAfter { json.member("notAfter", notAfter.seconds) }
            if let licenseDuration { json.member("licenseDurationSeconds", licenseDuration.components.seconds) }
            if let allowedTracks { json.member("allowedTracks", allowedTracks) }
            if let systems { json.member("systems", systems) }
            terms.write(to: &json, spelled: .policy)
            if let devicesPerSubjectMax { json.member("devicesPerSubjectMax", devicesPerSubjectMax) }
            keyTerms.write(to: &json)
        }
    }

    /// The lowest that can say all of it.
    package var version: Version {
        let isSaidInOne =
            systems == nil && devicesPerSubjectMax == nil && terms == .unlimited && keyTerms == .unlimited
        return isSaidInOne ? .one : .two
    }

    /// Which policy it was, for the issuance record.
    package var digest: [UInt8] { SHA256.digest(json) }
}
