import Bytes
import Cryptography
import DRMSystems
import Licensing

/// An SPC: once as it came in, and once as the blocks behind a container that the driver encrypts.
///
/// No fuzzer guesses a wrapped key, and behind it lies nearly all of the reader. The block of the session key is sealed
/// anew, so that what is read goes on to an answer.
func feedFairPlaySPC(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let server = try? TestServer.shared.get() else { return .refused }
    let plain = try server.feed(input)
    guard let spc = try? server.spc(around: input) else { return plain }
    return try server.feed(spc)
}

/// The body around an SPC: its first byte says which of the three habits the player has.
func feedFairPlayBody(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let wrappings = FairPlayBody.Wrapping.allCases
    let wrapping = wrappings[Int(input.first ?? 0) % wrappings.count]
    guard let body = try? FairPlayBody(parsing: Array(input.dropFirst()), contentType: wrapping.rawValue) else {
        return .refused
    }
    try promise(body.wrapping == wrapping, "a body is answered as its content type says")
    let answer = body.answer(body.spc)
    switch wrapping {
    case .raw: try promise(answer == body.spc, "bytes are answered with bytes")
    case .form:
        let text = Array("<ckc>".utf8) + Base64.standard.encodedBytes(body.spc) + Array("</ckc>".utf8)
        try promise(answer == text, "a form is answered with base64 between tags")
    case .json:
        let text = try? JSONMembers(parsing: answer).string("ckc")
        let ckc = text.flatMap { try? Base64.standard.decode($0.utf8) }
        try promise(ckc == body.spc, "JSON is answered with a member ckc that holds the bytes")
    }
    return .read
}

/// A server with one certificate, and the player whose SPCs it opens.
private struct TestServer: Sendable {
    static let shared = Result { try TestServer() }

    private let provider: FairPlayProvider
    private let certificateHash: [UInt8]
    private let wrappedKey: [UInt8]
    private let payloadKey = Secret(copying: [UInt8](repeating: 1, count: 16))
    private let deviceKey = Secret(copying: [UInt8](repeating: 2, count: 16))
    private static let vector = [UInt8](repeating: 3, count: 16)

    init() throws {
        let key = try RSAPrivateKey.generate(bits: 1_024)
        let certificate = try FairPlayCertificate(der: key.publicKey.pkcs1, key: key)
        certificateHash = certificate.hash
        provider = try FairPlayProvider(certificates: [certificate], deviceKeys: .fixed(deviceKey))
        wrappedKey = try key.publicKey.encrypt(payloadKey, digest: .sha1)
    }

    /// An SPC of version 1 whose payload is `blocks`, up to whole blocks of AES.
    func spc(around blocks: [UInt8]) throws -> [UInt8] {
        var payload = blocks
        try sealSession(in: &payload)
        payload += [UInt8](repeating: 0, count: (16 - payload.count % 16) % 16)
        let sealed = try AES128CBC(key: payloadKey).encrypt(payload.span, vector: Self.vector, padding: .none)
        var spc: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0] + Self.vector + wrappedKey + certificateHash
        spc.append(bigEndian: UInt32(sealed.count))
        return spc + sealed
    }

    /// Writes a session with the integrity that the payload claims over the value of the session key's block.
    private func sealSession(in payload: inout [UInt8]) throws {
        guard let place = value(of: 0x3d1a_10b8_bffa_c2ec, byteCount: 112, in: payload) else { return }
        let integrity = value(of: 0xb349_d480_9e91_0687, byteCount: 16, in: payload).map { Array(payload[$0]) }
        let session = [UInt8](repeating: 4, count: 80) + (integrity ?? [UInt8](repeating: 0, count: 16))
        let sealed = try AES128CBC(key: deviceKey).encrypt(session.span, vector: Self.vector, padding: .none)
        payload.replaceSubrange(place, with: Self.vector + sealed)
    }

    /// Where the value of a block stands, if there is room for one of this size.
    private func value(of tag: UInt64, byteCount: Int, in payload: [UInt8]) -> Range<Int>? {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: tag)
        guard let start = payload.firstRange(of: bytes)?.upperBound, payload.count - start >= 8 + byteCount else {
            return nil
        }
        return start + 8..<start + 8 + byteCount
    }

    func feed(_ spc: [UInt8]) throws(BrokenPromise) -> Reading {
        guard let sealed = try? SealedFairPlayChallenge(parsing: spc, by: provider) else { return .refused }
        try promise(sealed.derivation.r2.count == 21, "the derivation gets all of R2")
        guard let challenge = try? FairPlayChallenge(sealed, deviceKey: deviceKey, isPersistent: true) else {
            return .refused
        }
        let asked = challenge.license
        try promise(asked.keyIDs.count + (asked.content == nil ? 0 : 1) == 1, "one key is asked for, or one content")
        try promise(asked.device?.id.count == 20, "a device is known by 20 bytes")
        guard let license = try? FairPlayLicense(approval(of: asked), answering: challenge) else {
            return .refused
        }
        let ckc = license.bytes
        try promise(ckc.isEmpty == (asked.kind == .release), "only who gives back is told nothing")
        guard !ckc.isEmpty else { return .read }
        let length = ckc[24..<28].reduce(0) { $0 << 8 | Int($1) }
        try promise(length == ckc.count - 28 && length % 16 == 0, "a CKC is as long as it says, in whole blocks")
        return .read
    }

    private func approval(of asked: LicenseRequest) throws -> ApprovedLicense {
        let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
        let keyID = asked.keyIDs.first ?? KeyID(1)
        let key = ContentKey(keyID: keyID, key: payloadKey, track: .sd, scheme: .cbcs)
        let now = Timestamp(seconds: 1_800_000_000)
        let claims = TokenClaims(audience: site, expiresAt: now, entitlement: Entitlement(content: content))
        let terms = KeyTerms(security: SecurityFloor(fairPlay: .main), hdcp: .v2_2, isAirPlayAllowed: false)
        let policy = LicensePolicy(
            terms: LicenseTerms(playbackDuration: .seconds(60), mayPersist: true),
            keyTerms: KeyTermsTable(everyKey: terms))
        let request = LicenseRequest(
            system: .fairPlay, kind: asked.kind, keyIDs: [keyID], device: asked.device,
            isPersistent: asked.isPersistent)
        return try judge(
            request, by: claims, keys: [FoundKey(site: site, content: content, key: key)],
            policy: BoundingPolicy(policy), at: now)
    }
}
