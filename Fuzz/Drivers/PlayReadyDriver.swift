import Bytes
import Cryptography
import DRMSystems
import Licensing

/// A PlayReady license request as it came in; or what a device would sign, which the driver signs, with the device's
/// certificates in the place of the first `@`.
func feedPlayReady(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let fuzzing = PlayReadyFuzzing.shared else { return .refused }
    try promise(fuzzing.read(input) == nil, "nobody signs like our device by chance")
    guard let place = input.firstIndex(of: UInt8(ascii: "@")), let certificates = fuzzing.certificates else {
        return .refused
    }
    return try fuzzing.feed(Array(input[..<place]) + certificates + input[(place + 1)...])
}

/// What a device encrypts for the server, its certificates in the place of the first `@`; the request around it is
/// good.
func feedPlayReadyData(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let fuzzing = PlayReadyFuzzing.shared else { return .refused }
    var data = input
    if let place = input.firstIndex(of: UInt8(ascii: "@")) {
        data.replaceSubrange(place...place, with: fuzzing.chain)
    }
    guard let encrypted = fuzzing.encrypted(data) else { return .refused }
    return try fuzzing.feed(PlayReadyFuzzing.contentStart + encrypted + PlayReadyFuzzing.contentEnd)
}

/// A server and a device, made once.
struct PlayReadyFuzzing: Sendable {
    static let shared = try? PlayReadyFuzzing()

    let kit: PlayReadyTestKit
    /// The device's certificates in base64.
    let chain: [UInt8]
    private let provider: PlayReadyProvider
    private let signer: SigningKey
    private let publicKey: String
    /// What requests are encrypted with, and the same sealed for the server, in base64.
    private let key: Secret
    private let sealedKey: String
    private static let vector = [UInt8](repeating: 3, count: 16)

    private init() throws {
        kit = try PlayReadyTestKit()
        provider = try PlayReadyProvider(kit.settings())
        let device = try kit.device()
        signer = try SigningKey(device.signingKey)
        publicKey = Base64.standard.encode(device.signingKey.publicPoint.bytes)
        chain = Base64.standard.encodedBytes(device.chain.bytes)
        (key, sealedKey) = try Self.sealedKey(for: kit.serverKey.publicPoint)
    }

    /// `EncryptedData` with the device's certificates.
    var certificates: [UInt8]? {
        let start = "<Data><CertificateChains><CertificateChain>"
        return encrypted(Array(start.utf8) + chain + Array("</CertificateChain></CertificateChains></Data>".utf8))
    }

    func read(_ request: [UInt8]) -> PlayReadyChallenge? {
        try? PlayReadyChallenge(parsing: request, by: provider, at: Timestamp(seconds: 1_800_000_000))
    }

    /// Lets the reader loose on a request whose signed part holds this.
    func feed(_ content: [UInt8]) throws(BrokenPromise) -> Reading {
        guard let request = signed(content), let challenge = read(request) else { return .refused }
        let isBounded = 1...LicensingLimits.requestedKeysMax ~= challenge.license.keyIDs.count
        try promise(isBounded, "a request names one key or more, up to the limit")
        try promise(challenge.license.device?.id.count == 32, "a request names its device")
        return .read
    }

    private func signed(_ inner: [UInt8]) -> [UInt8]? {
        let start = #"<LA xmlns="http://schemas.microsoft.com/DRM/2007/03/protocols" Id="SignedData">"#
        let content = Array(start.utf8) + inner + Array("</LA>".utf8)
        let digest = Base64.standard.encode(SHA256.digest(content))
        let info = Array(
            """
            <SignedInfo><Reference URI="#SignedData"><DigestValue>\(digest)</DigestValue></Reference></SignedInfo>
            """.utf8)
        guard let signature = try? signer.sign(info) else { return nil }
        let rest = """
            <SignatureValue>\(Base64.standard.encode(signature))</SignatureValue><PublicKey>\(publicKey)</PublicKey>
            """
        return content + info + Array(rest.utf8)
    }

    /// `EncryptedData` around `data`.
    func encrypted(_ data: [UInt8]) -> [UInt8]? {
        let ciphertext = try? AES128CBC(key: key).encrypt(data.span, vector: Self.vector, padding: .pkcs7)
        guard let ciphertext else { return nil }
        return Array(
            """
            <EncryptedData><KeyInfo><EncryptedKey><CipherData><CipherValue>\(sealedKey)\
            </CipherValue></CipherData></EncryptedKey></KeyInfo><CipherData><CipherValue>\
            \(Base64.standard.encode(Self.vector + ciphertext))</CipherValue></CipherData></EncryptedData>
            """.utf8)
    }

    private static func sealedKey(for server: P256Point) throws -> (key: Secret, sealed: String) {
        while true {
            let x = try Random.secret(32)
            guard let sealed = try server.seal(x: x) else { continue }
            let key = x.withBytes { Secret(copying: [UInt8](copying: $0.extracting(last: 16))) }
            return (key, Base64.standard.encode(sealed))
        }
    }

    /// A request of one key, around what it encrypts.
    static let contentStart = Array(
        """
        <Version>1</Version><ContentHeader><WRMHEADER \
        xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader" version="4.0.0.0"><DATA><PROTECTINFO>\
        <KEYLEN>16</KEYLEN><ALGID>AESCTR</ALGID></PROTECTINFO><KID>4Rplb+TbNES8tGkNFWTEHA==</KID></DATA></WRMHEADER>\
        </ContentHeader><LicenseNonce>EREREREREREREREREREREQ==</LicenseNonce>
        """.utf8)
    static let contentEnd = Array("<ClientTime>1800000000</ClientTime>".utf8)
}
