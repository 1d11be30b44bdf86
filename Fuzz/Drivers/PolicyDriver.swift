import Bytes
import DRMSystems
import Licensing

/// A policy document, and behind a NUL perhaps a second one, for a token to bring along.
///
/// What was read reads the same when written, promises nothing that its systems would drop, and of two the stricter
/// holds, whichever is the site's.
func feedPolicy(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let end = input.firstIndex(of: 0) ?? input.endIndex
    guard let policy = try? LicensePolicy(parsing: Array(input[..<end])) else { return .refused }
    try checkDocument(policy)
    try checkWarnings(of: policy)
    var other = LicensePolicy.unlimited
    if end < input.endIndex {
        guard let second = try? LicensePolicy(parsing: Array(input[(end + 1)...])) else { return .refused }
        other = second
    }
    for system in DRMSystem.allCases {
        let verdict = Verdict(on: system, site: policy, token: other)
        try verdict?.check(against: policy)
        try verdict?.check(against: other)
        let turned = Verdict(on: system, site: other, token: policy)
        try promise(verdict == turned, "of two policies the stricter holds, whichever is the site's")
    }
    return .read
}

private let now = Timestamp(seconds: 1_800_000_000)

private func checkDocument(_ policy: LicensePolicy) throws(BrokenPromise) {
    let written = policy.json
    // Members that may be left out are written, so what was just short enough to be read may become too long.
    if written.count <= LicensingLimits.policyLengthMax {
        let again = try? LicensePolicy(parsing: written)
        try promise(again == policy, "a policy that was read and written is the same")
        try promise(again?.json == written, "and has one spelling, and so one digest")
    }
    guard policy.version == .two else { return }
    let systems = DRMSystem.allCases.filter { policy.systems?.contains($0) ?? true }
    for field in policy.fields {
        let ways = systems.map { field.expressibility(in: $0) }
        let isKept = ways.allSatisfy { $0 != .inexpressible } && ways.contains { $0 != .ofAnotherSystem }
        try promise(isKept, "a policy demands what its systems can express")
    }
}

/// What a warning says would do, does; a license that lives longer may need longer renewals, so it takes some rounds.
private func checkWarnings(of policy: LicensePolicy) throws(BrokenPromise) {
    var mended = policy
    let switchTime = Duration.seconds(246)
    for _ in 0..<3 {
        for warning in mended.warnings(surviving: switchTime) {
            try promise(warning.seconds < warning.secondsEnough, "a warning is about what is too short")
            _ = warning.description
            mended.heed(warning)
        }
    }
    try promise(mended.warnings(surviving: switchTime).isEmpty, "what a warning says would do, does")
}

extension LicensePolicy {
    fileprivate mutating func heed(_ warning: LintWarning) {
        let enough = Duration.seconds(warning.secondsEnough)
        switch warning.code {
        case .recoveryTooShort, .keptLicenseEndsEarly:
            guard let recovery = terms.renewal?.recoveryDuration else { return }
            terms.renewal?.recoveryDuration = max(enough, recovery)
        case .licenseEndsInRecovery, .licenseTooShort:
            licenseDuration = licenseDuration.map { max($0, enough) }
        case .tokenTooShort, .tokenEndsBeforeRenewal, .rotationTooShort: break
        }
    }
}

/// What a license grants under two policies, for a request of every key that they speak of.
private struct Verdict: Equatable {
    fileprivate struct Key: Equatable {
        let keyID: KeyID
        let common: KeyTerms?
        let levels: PlayReadyTerms.OutputLevels?
        let enablers: Set<UInt128>
        let outputs: [String]
        let removalDate: Timestamp?
    }

    private let keys: [Key]
    private let terms: LicenseTerms
    private let isPersistent: Bool
    private let expiresAt: Timestamp
    private let devicesMax: Int?

    /// Nil when nothing is granted.
    init?(on system: DRMSystem, site policy: LicensePolicy, token other: LicensePolicy) {
        guard let approval = try? Self.approval(on: system, policy, other) else { return nil }
        keys = approval.keys.map { Key($0) }
        terms = approval.terms
        isPersistent = approval.isPersistent
        expiresAt = approval.expiresAt
        devicesMax = approval.devicesPerSubjectMax
    }

    private static func approval(
        on system: DRMSystem, _ policy: LicensePolicy, _ other: LicensePolicy
    ) throws -> ApprovedLicense {
        let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
        let name = try PolicyName("other")
        let named = Set(policy.keyTerms.byKeyID.keys).union(other.keyTerms.byKeyID.keys)
        let keyIDs = named.sorted { $0.value < $1.value } + (1...5).map { KeyID($0) }
        let bytes = Secret(copying: [UInt8](repeating: 7, count: 16))
        let found = keyIDs.enumerated().map { place, keyID in
            let track = TrackType.allCases[place % TrackType.allCases.count]
            let key = ContentKey(keyID: keyID, key: bytes, track: track, scheme: .cbcs)
            return FoundKey(site: site, content: content, key: key)
        }
        let entries = keyIDs.map { Entitlement.Key(keyID: $0, policy: name) }
        let claims = TokenClaims(
            audience: site, subject: "viewer-1", expiresAt: now,
            entitlement: Entitlement(content: content, keys: entries, policies: [name: other]))
        let device = Device(id: [UInt8](repeating: 9, count: 16), securityLevel: 2_000)
        let request = LicenseRequest(system: system, keyIDs: keyIDs, device: device, isPersistent: true)
        return try judge(request, by: claims, keys: found, policy: BoundingPolicy(policy), at: now)
    }

    /// A license is never laxer than a policy that it was issued under.
    func check(against policy: LicensePolicy) throws(BrokenPromise) {
        try promise(expiresAt <= policy.notAfter ?? .distantFuture, "no license outlives its policy")
        if let duration = policy.licenseDuration {
            try promise(expiresAt <= now + duration, "no license outlives its duration")
        }
        try promise(!isPersistent || policy.terms.mayPersist != false, "what may not be kept is not kept")
        if let limit = policy.devicesPerSubjectMax {
            try promise(devicesMax.map { $0 <= limit } ?? false, "no more devices than each policy allows")
        }
    }
}

extension Verdict.Key {
    /// Lists of PlayReady's are in the order of the two policies, which means nothing.
    fileprivate init(_ key: GrantedKey) {
        keyID = key.key.keyID
        let terms = key.terms
        common = terms.map {
            KeyTerms(
                security: $0.security, hdcp: $0.hdcp, analogOutput: $0.analogOutput,
                isAirPlayAllowed: $0.isAirPlayAllowed, isAdapterAllowed: $0.isAdapterAllowed)
        }
        let playReady = terms?.playReady
        levels = playReady?.outputLevels
        enablers = Set(playReady?.playEnablers ?? [])
        outputs = Set(playReady?.explicitOutputs.map { "\($0)" } ?? []).sorted()
        removalDate = playReady?.removalDate
        _ = PlayReadyOutputs(terms)
    }
}
