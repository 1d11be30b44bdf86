/// One thing that a policy document can demand, as far as systems differ about it.
package enum PolicyField: Hashable, Sendable {
    case notBefore, notAfter, allowedTracks, systems
    case licenseDuration, rentalDuration, playbackDuration
    case mayPersist(Bool)
    case renewal
    case devicesPerSubjectMax
    /// A floor in this system's own scale.
    case security(DRMSystem)
    case hdcp(HDCPVersion)
    case analogOutput(AnalogOutput)
    case airPlay, avAdapter
    /// Anything in the member `playready`.
    case playReady

    package static let all: [PolicyField] =
        [
            .notBefore, .notAfter, .allowedTracks, .systems, .licenseDuration, .rentalDuration, .playbackDuration,
            .mayPersist(false), .mayPersist(true), .renewal, .devicesPerSubjectMax, .security(.widevine),
            .security(.playReady), .security(.fairPlay),
        ] + HDCPVersion.allCases.map(PolicyField.hdcp) + AnalogOutput.allCases.map(PolicyField.analogOutput)
        + [.airPlay, .avAdapter, .playReady]

    /// The member that holds it.
    package var member: String {
        switch self {
        case .notBefore: "notBefore"
        case .notAfter: "notAfter"
        case .allowedTracks: "allowedTracks"
        case .systems: "systems"
        case .licenseDuration: "licenseDurationSeconds"
        case .rentalDuration: "rentalDurationSeconds"
        case .playbackDuration: "playbackDurationSeconds"
        case .mayPersist: "mayPersist"
        case .renewal: "renewal"
        case .devicesPerSubjectMax: "devicesPerSubjectMax"
        case .security(let system): "security.\(system.rawValue)"
        case .hdcp: "hdcp"
        case .analogOutput: "analogOutput"
        case .airPlay: "airPlay"
        case .avAdapter: "avAdapter"
        case .playReady: "playready"
        }
    }

    /// The value, where it matters which one: `hdcp` is expressible in most systems, and 2.3 in one.
    package var value: String? {
        switch self {
        case .mayPersist(let may): "\(may)"
        case .hdcp(let version): version.word
        case .analogOutput(let output): output.word
        case .notBefore, .notAfter, .allowedTracks, .systems, .licenseDuration, .rentalDuration, .playbackDuration,
            .renewal, .devicesPerSubjectMax, .security, .airPlay, .avAdapter, .playReady:
            nil
        }
    }
}

extension LicensePolicy {
    /// What the document demands, in the order of `PolicyField.all`.
    package var fields: [PolicyField] {
        var used: Set<PolicyField> = []
        if notBefore != nil { used.insert(.notBefore) }
        if notAfter != nil { used.insert(.notAfter) }
        if allowedTracks != nil { used.insert(.allowedTracks) }
        if systems != nil { used.insert(.systems) }
        if licenseDuration != nil { used.insert(.licenseDuration) }
        if devicesPerSubjectMax != nil { used.insert(.devicesPerSubjectMax) }
        used.formUnion(terms.fields)
        for keyTerms in keyTerms.all { used.formUnion(keyTerms.fields) }
        return PolicyField.all.filter(used.contains)
    }
}

extension LicenseTerms {
    var fields: [PolicyField] {
        var used: [PolicyField] = []
        if rentalDuration != nil { used.append(.rentalDuration) }
        if playbackDuration != nil { used.append(.playbackDuration) }
        if let mayPersist { used.append(.mayPersist(mayPersist)) }
        if renewal != nil { used.append(.renewal) }
        return used
    }
}

extension KeyTermsTable {
    var all: [KeyTerms] { [everyKey].compactMap(\.self) + byTrack.values + byKeyID.values }
}

extension KeyTerms {
    fileprivate var fields: [PolicyField] {
        var used: [PolicyField] = []
        if security.widevine != nil { used.append(.security(.widevine)) }
        if security.playReady != nil { used.append(.security(.playReady)) }
        if security.fairPlay != nil { used.append(.security(.fairPlay)) }
        if let hdcp { used.append(.hdcp(hdcp)) }
        if let analogOutput { used.append(.analogOutput(analogOutput)) }
        if isAirPlayAllowed != nil { used.append(.airPlay) }
        if isAdapterAllowed != nil { used.append(.avAdapter) }
        if playReady != nil { used.append(.playReady) }
        return used
    }
}
