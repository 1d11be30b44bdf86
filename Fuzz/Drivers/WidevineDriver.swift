import Bytes
import Cryptography
import DRMSystems
import Licensing

/// A Widevine request: as it came in, or a part of one in a request that is otherwise whole and that we sign.
///
/// No fuzzer guesses a signature, and behind it lies most of the reader: a device's maker and its owner are peers too.
/// The first byte says which part the rest is.
func feedWidevine(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    _ = try? WidevineChallenge(parsing: input, by: side.provider, at: now)
    guard let part = input.first, let body = try? side.body(part % 6, Array(input.dropFirst())) else { return .refused }
    let isContinuation = part % 6 >= 4
    guard let challenge = try? WidevineChallenge(parsing: body, by: side.provider, at: now) else { return .refused }
    let license = challenge.license
    try promise(
        isContinuation == (license.kind != .new), "no signature passes for one of another kind")
    try promise(license.keyIDs.count <= LicensingLimits.requestedKeysMax, "a request names keys up to the limit")
    try promise(!license.keyIDs.isEmpty || license.content != nil, "a request is for something")
    try promise(license.device != nil, "a request is of a device")
    guard let approval = try? approve(license) else { return .refused }
    guard let answer = try? WidevineLicense(approval, answering: challenge, by: side.provider).bytes else {
        return .refused
    }
    let again = try? WidevineSignedMessage(parsing: answer)
    try promise(again?.bytes == answer, "an answer that is read and written again is the same")
    return .read
}

private let now = Timestamp(seconds: 1_800_000_000)

private func approve(_ license: LicenseRequest) throws -> ApprovedLicense {
    let (site, content) = (try SiteName("acme"), try ContentName("movie-1"))
    let found = license.keyIDs.map { keyID in
        let key = ContentKey(
            keyID: keyID, key: Secret(copying: [UInt8](repeating: 7, count: 16)), track: .sd, scheme: .cenc)
        return FoundKey(site: site, content: content, key: key)
    }
    let renewal = RenewalTerms(delay: .seconds(60), retryInterval: .seconds(10), recoveryDuration: .seconds(180))
    let policy = LicensePolicy(terms: LicenseTerms(mayPersist: true, renewal: renewal))
    return try judge(
        license, by: TokenClaims(audience: site, expiresAt: now, entitlement: Entitlement(content: content)),
        keys: found, policy: BoundingPolicy(policy), at: now)
}

/// A server and a device that it trusts, made once: keys take long to make.
private let side: WidevineSide = {
    do { return try WidevineSide() } catch { preconditionFailure("\(error)") }
}()

private struct WidevineSide {
    let provider: WidevineProvider
    private let model: WidevineTestModel
    private let device: WidevineTestDevice
    /// A license's own identification and its client's half of the key, to renew it by.
    private let licenseID: [UInt8]
    private let renewalKey: Secret

    init() throws {
        let kit = try WidevineTestKit(rootBits: 1_024, at: now)
        let secret = Secret(copying: [UInt8](repeating: 0x5A, count: 32))
        provider = try WidevineProvider(
            .init(
                root: kit.root.publicKey.pkcs1, service: kit.service(),
                renewalSecrets: KeyRing([KeyEncryptionKey(version: 1, secret: secret)]), allowsTestKeys: true))
        model = try kit.model()
        device = try model.device()
        (licenseID, renewalKey) = try Self.license(of: device, by: provider, secret)
    }

    private static func license(
        of device: WidevineTestDevice, by provider: WidevineProvider, _ secret: Secret
    ) throws -> (id: [UInt8], key: Secret) {
        let data = WidevinePSSHData(keyIDs: [KeyID(1), KeyID(2)], contentID: [], scheme: .cenc)
        var (pssh, content) = (ProtobufWriter(), ProtobufWriter())
        pssh.append(1, bytes: data.bytes)
        pssh.append(2, integer: WidevineTerm.offline.rawValue)
        content.append(1, message: pssh)
        let body = try signed(content.bytes, device.identification, device)
        let challenge = try WidevineChallenge(parsing: body, by: provider, at: now)
        let answer = try WidevineLicense(approve(challenge.license), answering: challenge, by: provider).bytes
        let license = try ProtobufMessage(parsing: WidevineSignedMessage(parsing: answer).message)
        let id = try license.bytes(1) ?? []
        let sessionID = try WidevineLicenseID(ProtobufMessage(parsing: id)).sessionID
        let key = try HMACSHA512.secret(key: secret, over: [Array("wv-renewal".utf8), sessionID])
        return (id, key.withBytes { Secret(copying: [UInt8](copying: $0.extracting(last: 32))) })
    }

    /// A request of which `bytes` are the part that `part` numbers.
    func body(_ part: UInt8, _ bytes: [UInt8]) throws -> [UInt8] {
        switch part {
        case 0: try Self.signed(bytes, device.identification, device)
        case 1: try Self.sign(bytes, device)
        case 2: try Self.signed(Self.content, bytes, device)
        case 3:
            try Self.signed(
                Self.content,
                WidevineTestDevice(certificate: certificate(bytes), key: device.key).identification, device)
        case 4: try continuation(identification: licenseID + bytes)
        default: try continued(bytes)
        }
    }

    /// The input as a device's certificate, signed by its model; without any the device's own.
    private func certificate(_ bytes: [UInt8]) throws -> WidevineSignedCertificate {
        var certificate = device.certificate
        certificate.certificate = bytes.isEmpty ? certificate.certificate : bytes
        certificate.signature = try model.key.sign(certificate.certificate, digest: .sha1)
        return certificate
    }

    private static let content: [UInt8] = [
        0x0A, 0x14, 0x0A, 0x12, 0x12, 0x10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ]

    private static func signed(
        _ content: [UInt8], _ identification: [UInt8], _ device: WidevineTestDevice
    ) throws -> [UInt8] {
        var message = ProtobufWriter()
        message.append(1, bytes: identification)
        message.append(2, bytes: content)
        return try sign(message.bytes, device)
    }

    private static func sign(_ message: [UInt8], _ device: WidevineTestDevice) throws -> [UInt8] {
        let signature = try device.key.sign(message, digest: .sha1)
        return WidevineSignedMessage(.licenseRequest, message: message, signature: signature).bytes
    }

    private func continuation(identification: [UInt8]) throws -> [UInt8] {
        var (existing, content, message) = (ProtobufWriter(), ProtobufWriter(), ProtobufWriter())
        existing.append(1, bytes: identification)
        content.append(3, message: existing)
        message.append(2, message: content)
        message.append(3, integer: 2)
        return try continued(message.bytes)
    }

    private func continued(_ message: [UInt8]) throws -> [UInt8] {
        WidevineSignedMessage(
            .licenseRequest, message: message, signature: try HMACSHA256(key: renewalKey).code(for: message)
        ).bytes
    }
}
