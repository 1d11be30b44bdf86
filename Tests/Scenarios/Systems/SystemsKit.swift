import Bytes
import Cryptography
import DRMSystems
import Foundation
import TestSupport

/// What vendors would give an operator for each DRM system, made for one story, and a player of each.
struct SystemsKit {
    let players: [any SystemPlayer]
    /// The section of a server's configuration.
    let settings: String

    /// Writes the files into a new folder.
    init(in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = SystemsFiles(folder: folder)
        let (widevine, widevineSettings) = try Self.widevine(files)
        let (playReady, playReadySettings) = try Self.playReady(files)
        let (fairPlay, fairPlaySettings) = try Self.fairPlay(files)
        players = [ClearKeyPlayer(), widevine, playReady, fairPlay]
        settings = "drm:\n  allowTestMaterial: true\n" + widevineSettings + playReadySettings + fairPlaySettings
    }

    private static func widevine(_ files: SystemsFiles) throws -> (WidevinePlayer, String) {
        let kit = try WidevineTestKit(rootBits: 2_048, at: Timestamp(seconds: 1_800_000_000))
        let service = try kit.service()
        let settings = """
              widevine:
                rootFile: "\(try files.write(kit.root.publicKey.pkcs1, "widevine-root"))"
                serviceCertificateFile: "\(try files.write(service.certificate, "widevine-certificate"))"
                serviceKeyFile: "\(try files.write(service.key, "widevine-key"))"
                renewalSecretFile: "\(try files.write(Random.secret(32).inBase64, "widevine-renewal"))"

            """
        return (WidevinePlayer(try kit.model().device(), service: service.certificate), settings)
    }

    private static func playReady(_ files: SystemsFiles) throws -> (PlayReadyPlayer, String) {
        let kit = try PlayReadyTestKit()
        for file in try kit.files() { _ = try files.write(file.bytes, "playready-\(file.name)") }
        let settings = """
              playready:
                rootFile: "\(files.path("playready-root-key.txt"))"
                serverKeyFile: "\(files.path("playready-server-key.txt"))"
                signerKeyFile: "\(files.path("playready-signing-key.txt"))"
                signerChainFile: "\(files.path("playready-signing-chain.bin"))"

            """
        return (PlayReadyPlayer(try kit.device(), serverKey: kit.serverKey.publicPoint), settings)
    }

    private static func fairPlay(_ files: SystemsFiles) throws -> (FairPlayStoryPlayer, String) {
        let credential = try FairPlayCredential(bits: 2_048)
        let key = try Random.bytes(16)
        let settings = """
              fairplay:
                certificates:
                  - certificateFile: "\(try files.write(credential.certificate, "fairplay-certificate"))"
                    keyFile: "\(try files.write(credential.key.pem, "fairplay-key"))"
                deviceKeyFile: "\(try files.write(Array(Hex.encode(key).utf8), "fairplay-device-key"))"

            """
        return (FairPlayStoryPlayer(credential: credential, deviceKey: Secret(copying: key)), settings)
    }
}

/// A folder of files that only their owner can read.
private struct SystemsFiles {
    let folder: URL

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
        return path(name)
    }

    func write(_ secret: Secret, _ name: String) throws -> String {
        try write(secret.withBytes { [UInt8](copying: $0) }, name)
    }
}

extension Secret {
    fileprivate var inBase64: [UInt8] { Array(Base64.standard.encode(withBytes { [UInt8](copying: $0) }).utf8) }
}
