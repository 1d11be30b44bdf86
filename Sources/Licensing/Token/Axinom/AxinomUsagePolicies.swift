internal import Bytes

/// The member `content_key_usage_policies` of an entitlement message.
///
/// Their names may be anything, so here each policy is called after its place; the last place is that of keys which
/// name none.
struct AxinomUsagePolicies {
    private var names: [String] = []
    private var terms: [[DRMSystem: KeyTerms]] = []

    init(_ elements: JSONElements?) throws(JSONError) {
        guard let elements else { return }
        guard elements.count <= LicensingLimits.tokenKeysMax else {
            throw Self.unexpected("at most \(LicensingLimits.tokenKeysMax) policies")
        }
        for element in elements {
            guard let policy = element.object else { throw Self.unexpected("objects") }
            try policy.refuseMembers(except: ["name", "widevine", "playready", "fairplay"])
            let name = try policy.requiring("name", policy.string("name"), "a name")
            guard !names.contains(name) else { throw Self.unexpected("each name once") }
            names.append(name)
            terms.append(try Self.terms(policy))
        }
    }

    private static func unexpected(_ expected: String) -> JSONError {
        .unexpected(member: "content_key_usage_policies", expected: expected)
    }

    private static func terms(_ policy: JSONMembers) throws(JSONError) -> [DRMSystem: KeyTerms] {
        var terms: [DRMSystem: KeyTerms] = [:]
        terms[.widevine] = try policy.object("widevine").map(KeyTerms.init(axinomWidevine:))
        terms[.playReady] = try policy.object("playready").map(KeyTerms.init(axinomPlayReady:))
        terms[.fairPlay] = try policy.object("fairplay").map(KeyTerms.init(axinomFairPlay:))
        return terms
    }

    /// What a key's policy is called here.
    func name(called text: String?) throws(JSONError) -> PolicyName? {
        guard let text else { return Self.name(names.count) }
        guard let place = names.firstIndex(of: text) else {
            throw .unexpected(member: "usage_policy", expected: "the name of a policy in the message")
        }
        return Self.name(place)
    }

    /// Each policy as `system` has it.
    func policies(of system: DRMSystem, under license: LicensePolicy) -> [PolicyName: LicensePolicy] {
        var policies: [PolicyName: LicensePolicy] = [:]
        for place in 0...terms.count {
            guard let name = Self.name(place) else { continue }
            var policy = license
            policy.systems = [system]
            policy.keyTerms.everyKey = place < terms.count ? terms[place][system] : nil
            policies[name] = policy
        }
        return policies
    }

    private static func name(_ place: Int) -> PolicyName? { try? PolicyName("usage-policy.\(place)") }
}

extension KeyTerms {
    fileprivate convenience init(axinomWidevine block: JSONMembers) throws(JSONError) {
        try block.refuseMembers(except: ["device_security_level", "hdcp", "cgms-a"])
        self.init(
            security: SecurityFloor(widevine: try block.word("device_security_level", WidevineSecurity.self)),
            hdcp: try block.axinomWord("hdcp", AxinomWords.hdcp),
            analogOutput: try block.axinomWord("cgms-a", AxinomWords.copyControl))
    }

    fileprivate convenience init(axinomPlayReady block: JSONMembers) throws(JSONError) {
        try block.refuse("source_id", because: "licenses carry no source")
        try block.refuseMembers(except: AxinomWords.playReadyMembers)
        var security = SecurityFloor()
        if let level = try block.integer("min_device_security_level") {
            guard let floor = UInt16(exactly: level).flatMap(PlayReadySecurity.init) else {
                throw .unexpected(member: "min_device_security_level", expected: "150, 2000 or 3000")
            }
            security.playReady = floor
        }
        self.init(security: security, playReady: try PlayReadyTerms(axinom: block))
    }

    fileprivate convenience init(axinomFairPlay block: JSONMembers) throws(JSONError) {
        try block.refuseMembers(except: ["hdcp", "allow_airplay", "allow_av_adapter"])
        // A message that speaks of FairPlay and not of these has not asked for them.
        self.init(
            hdcp: try block.axinomWord("hdcp", AxinomWords.hdcpType),
            isAirPlayAllowed: try block.flag("allow_airplay") ?? false,
            isAdapterAllowed: try block.flag("allow_av_adapter") ?? false)
    }
}

/// How a message spells what we spell otherwise.
enum AxinomWords {
    static let hdcp: [(String, HDCPVersion)] = [
        ("1.0", .v1), ("1", .v1), ("2.0", .v2), ("2.1", .v2_1), ("2.2", .v2_2), ("2.3", .v2_3),
        ("NO_DIGITAL_OUTPUT", .noDigitalOutput),
    ]
    static let hdcpType: [(String, HDCPVersion)] = [("TYPE0", .v1), ("TYPE1", .v2_2)]
    static let copyControl: [(String, AnalogOutput)] = [
        ("free", .copyFreely), ("once", .copyOnce), ("never", .copyNever),
    ]
    static let playReadyMembers: [StaticString] = [
        "min_device_security_level", "analog_video_opl", "compressed_digital_audio_opl",
        "uncompressed_digital_audio_opl", "compressed_digital_video_opl", "uncompressed_digital_video_opl",
        "play_enablers", "analog_video_output_protections", "digital_audio_output_protections",
        "digital_video_output_protections",
    ]
}

extension JSONMembers {
    fileprivate func axinomWord<Value>(
        _ member: StaticString, _ words: [(String, Value)]
    ) throws(JSONError) -> Value? {
        guard let text = try string(member) else { return nil }
        guard let found = words.first(where: { $0.0 == text }) else {
            throw .unexpected(member: "\(member)", expected: "one of \(words.map(\.0).joined(separator: ", "))")
        }
        return found.1
    }
}
