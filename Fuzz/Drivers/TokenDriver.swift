import Bytes
import Cryptography
import Licensing

/// A license token: once as it came in, and once as a header and a payload, one a line, that we sign ourselves.
///
/// No fuzzer guesses a signature, and behind it lies most of the reader: a site's back end is a peer too.
func feedToken(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    _ = try? claims(of: input)
    guard let lineFeed = input.firstIndex(of: 0x0A) else { return .refused }
    let encoded = Base64.url.encode(input[..<lineFeed]) + "." + Base64.url.encode(input[(lineFeed + 1)...])
    guard let token = try? signed(encoded), let claims = try? claims(of: token) else { return .refused }
    try checkInspection(of: token, saying: claims)
    try checkJudgment(of: claims)
    // What was said in Axinom's words is never written in ours.
    guard claims.entitlement.policiesBySystem == nil else { return .read }
    let mintedAgain = try? TokenMint(name: key().name, secret: secret).token(for: claims)
    let readAgain = try? mintedAgain.map { try FuzzDrivers.claims(of: Array($0.utf8)) }
    try promise(readAgain == claims, "claims that were read and minted again read the same")
    return .read
}

private let secret = Secret(copying: [UInt8](repeating: 0x5A, count: 32))
private let now = Timestamp(seconds: 1_800_000_000)

private func key() throws -> TokenKey {
    try TokenKey(site: SiteName("acme"), name: TokenKeyName("shop-1"), secret: secret)
}

private func signed(_ encoded: String) throws -> [UInt8] {
    let code = try HMACSHA256(key: secret).code(for: Array(encoded.utf8))
    return Array("\(encoded).\(Base64.url.encode(code))".utf8)
}

private func claims(of token: [UInt8]) throws -> TokenClaims {
    try TokenVerifier(key: key()).claims(of: LicenseToken(parsing: token), at: now)
}

/// Whoever looks at a token without its key reads what the key's owner reads, and is warned of it.
private func checkInspection(of token: [UInt8], saying claims: TokenClaims) throws(BrokenPromise) {
    let reading = try? TokenReading(parsing: token, site: claims.audience)
    try promise(reading?.claims == claims, "a token says the same to those who cannot check it")
    for warning in claims.warnings(surviving: .seconds(246), at: now) {
        try promise(warning.seconds < warning.secondsEnough, "a warning is about what is too short")
        _ = warning.description
    }
}

/// Judged for each system, a token grants no more keys than it names, and keeps to its own duration.
private func checkJudgment(of claims: TokenClaims) throws(BrokenPromise) {
    let keyIDs = claims.entitlement.keys?.map(\.keyID) ?? [KeyID(1)]
    let content = claims.entitlement.content ?? (try? ContentName("movie-1"))
    guard let content else { return }
    let bytes = Secret(copying: [UInt8](repeating: 7, count: 16))
    let found = keyIDs.enumerated().map { place, keyID in
        let track = TrackType.allCases[place % TrackType.allCases.count]
        return FoundKey(
            site: claims.audience, content: content,
            key: ContentKey(keyID: keyID, key: bytes, track: track, scheme: .cbcs))
    }
    for system in DRMSystem.allCases {
        let device = Device(id: bytes.withBytes { [UInt8](copying: $0) }, securityLevel: 2_000)
        let request = LicenseRequest(system: system, keyIDs: keyIDs, device: device, isPersistent: true)
        guard let approval = try? judge(request, by: claims, keys: found, policy: .unlimited, at: now) else { continue }
        try promise(approval.keys.count + approval.withheldCount == keyIDs.count, "a key is granted or kept back")
        let mayPersist = claims.entitlement.terms?.mayPersist
        try promise(mayPersist != false || !approval.isPersistent, "what a token forbids to keep is not kept")
        guard let duration = claims.entitlement.licenseDuration else { continue }
        try promise(approval.expiresAt <= now + duration, "no license outlives its token's word")
    }
}
