package import Bytes
internal import Cryptography

extension LicensePolicy {
    /// The version that this code writes, and the only one it reads.
    package static let version: Int64 = 1

    private static let members: [StaticString] = [
        "version", "notBefore", "notAfter", "licenseDurationSeconds", "allowedTracks",
    ]

    /// Reads a policy document, in which only `version` is required.
    ///
    /// ```json
    /// {"version": 1, "notBefore": 1767225600, "notAfter": 1798761600,
    ///  "licenseDurationSeconds": 3600, "allowedTracks": ["AUDIO", "SD"]}
    /// ```
    /// Strict, because a misspelled limit that is silently ignored is a limit that does not hold.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        guard bytes.count <= LicensingLimits.policyLengthMax else {
            let expected = "at most \(LicensingLimits.policyLengthMax) bytes"
            throw .malformed(Malformed(offset: LicensingLimits.policyLengthMax, expected: expected))
        }
        try self.init(JSONMembers(parsing: bytes))
    }

    package init(_ document: JSONMembers) throws(JSONError) {
        guard try document.integer("version") == Self.version else {
            throw .unexpected(member: "version", expected: "\(Self.version)")
        }
        try document.refuseMembers(except: Self.members)
        notBefore = try document.integer("notBefore").map(Timestamp.init(seconds:))
        notAfter = try document.integer("notAfter").map(Timestamp.init(seconds:))
        licenseDuration = try document.licenseDuration("licenseDurationSeconds")
        allowedTracks = try Self.tracks(in: document)
        terms = .unlimited
        keyTerms = .unlimited
    }

    private static func tracks(in document: JSONMembers) throws(JSONError) -> Set<TrackType>? {
        guard let elements = try document.array("allowedTracks") else { return nil }
        var tracks: Set<TrackType> = []
        for element in elements {
            guard let text = element.string, let track = TrackType(rawValue: text) else {
                throw .unexpected(member: "allowedTracks", expected: TrackType.list)
            }
            tracks.insert(track)
        }
        guard !tracks.isEmpty else { throw .unexpected(member: "allowedTracks", expected: "at least one track type") }
        return tracks
    }

    /// The document, its members in a fixed order: equal policies give equal bytes.
    package var json: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("version", Self.version)
            if let notBefore { json.member("notBefore", notBefore.seconds) }
            if let notAfter { json.member("notAfter", notAfter.seconds) }
            if let licenseDuration { json.member("licenseDurationSeconds", licenseDuration.components.seconds) }
            if let allowedTracks {
                let spellings = TrackType.allCases.filter(allowedTracks.contains).map(\.rawValue)
                json.member("allowedTracks") { json in json.array { json in spellings.forEach { json.string($0) } } }
            }
        }
    }

    /// Which policy it was, for the issuance record.
    package var digest: [UInt8] { SHA256.digest(json) }
}

extension TrackType {
    /// The spellings, for an error message.
    static var list: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
}
