import Bytes
import Cryptography
import DRMSystems
import Licensing

/// A PlayReady license request as it came in; or what a device would sign, which the driver signs, with the device's
/// certificates in the place of the first `@`.
func feedPlayReady(_ input: [UInt8]) throws(BrokenPromise) {
    guard let fuzzing = PlayReadyFuzzing.shared else { return }
    try promise(fuzzing.read(input) == nil, "nobody signs like our device by chance")
    guard let request = fuzzing.signed(input), let challenge = fuzzing.read(request) else { return }
    let isBounded = 1...LicensingLimits.requestedKeysMax ~= challenge.license.keyIDs.count
    try promise(isBounded, "a request names one key or more, up to the limit")
    try promise(challenge.license.device?.id.count == 32, "a request names its device")
}

/// A server and a device, made once.
struct PlayReadyFuzzing: Sendable {
    static let shared = try? PlayReadyFuzzing()

    let kit: PlayReadyTestKit
    private let provider: PlayReadyProvider
    private let signer: SigningKey
    private let device: PlayReadyTestDevice
    /// `EncryptedData` with the device's certificates.
    private let certificates: [UInt8]

    private init() throws {
        kit = try PlayReadyTestKit()
        provider = try PlayReadyProvider(kit.settings())
        device = try kit.device()
        signer = try SigningKey(device.signingKey)
        certificates = try Self.encryptedCertificates(of: device, for: kit.serverKey.publicPoint)
    }

    func read(_ request: [UInt8]) -> PlayReadyChallenge? {
        try? PlayReadyChallenge(parsing: request, by: provider, at: Timestamp(seconds: 1_800_000_000))
    }

    func signed(_ input: [UInt8]) -> [UInt8]? {
        guard let place = input.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        let start = #"<LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols" Id="SignedData">"#
        let content = Array(start.utf8) + input[..<place] + certificates + input[(place + 1)...] + Array("</LA>".utf8)
        let digest = Base64.standard.encode(SHA256.digest(content))
        let info = Array(
            """
            <SignedInfo><Reference URI="#SignedData"><DigestValue>\(digest)</DigestValue></Reference></SignedInfo>
            """.utf8)
        guard let signature = try? signer.sign(info) else { return nil }
        let key = Base64.standard.encode(device.signingKey.publicPoint.bytes)
        let rest = """
            <SignatureValue>\(Base64.standard.encode(signature))</SignatureValue><PublicKey>\(key)</PublicKey>
            """
        return content + info + Array(rest.utf8)
    }

    private static func encryptedCertificates(
        of device: PlayReadyTestDevice, for server: P256Point
    ) throws -> [UInt8] {
        let chain = Base64.standard.encode(device.chain.bytes)
        let data = Array(
            """
            <Data><CertificateChains><CertificateChain>\(chain)</CertificateChain></CertificateChains></Data>
            """.utf8)
        while true {
            let x = try Random.secret(32)
            guard let sealed = try server.seal(x: x) else { continue }
            let key = x.withBytes { Secret(copying: [UInt8](copying: $0.extracting(last: 16))) }
            let vector = try Random.bytes(16)
            let encrypted = try AES128CBC(key: key).encrypt(data.span, vector: vector, padding: .pkcs7)
            return Array(
                """
                <EncryptedData><KeyInfo><EncryptedKey><CipherData><CipherValue>\(Base64.standard.encode(sealed))\
                </CipherValue></CipherData></EncryptedKey></KeyInfo><CipherData><CipherValue>\
                \(Base64.standard.encode(vector + encrypted))</CipherValue></CipherData></EncryptedData>
                """.utf8)
        }
    }
}
