internal import Bytes
internal import DRMSystems
internal import Daemon

extension Configuration.PlayReady {
    private static let section = "drm.playready"

    /// Reads every file.
    func material(
        allowsTest: Bool, _ reader: MaterialReader
    ) throws(ConfigurationError) -> SystemProviders.Material<PlayReadyProvider> {
        let root = try point(reader)
        let serverKey = try key(serverKeyFile, for: "serverKeyFile", reader)
        let list = try revocationsFile.map { (file) throws(ConfigurationError) in
            try reader.bytes(file, for: "\(Self.section).revocationsFile", atMost: RevocationList.bytesMax)
        }
        var settings = PlayReadyProvider.Settings(
            root: root, serverKey: serverKey, signerKey: try key(signerKeyFile, for: "signerKeyFile", reader),
            signerChain: try reader.bytes(signerChainFile, for: "\(Self.section).signerChainFile"),
            allowsTestKeys: allowsTest)
        guard let revoked = PlayReadyKeyFile.digests(in: list ?? []) else {
            throw ConfigurationError("\(Self.section).revocationsFile", "must have 64 hex digits a line")
        }
        settings.revoked = revoked
        (settings.issuerUsages, settings.leafKinds) = (issuerUsages, leafKinds)
        let provider: PlayReadyProvider
        do throws(PlayReadyProviderFailure) { provider = try PlayReadyProvider(settings) } catch {
            throw ConfigurationError(Self.section, "\(error)")
        }
        return SystemProviders.Material(
            provider: provider, certificate: nil, isTest: provider.isTest,
            parity: [
                .playReadyServerKey: Parity.digest(of: provider.serverKeyDigest),
                .playReadySigner: Parity.digest(of: settings.signerChain),
                .playReadyTrust: Parity.digest(ofEach: [root, list ?? [], Array(trusted.utf8)]),
            ])
    }

    /// Whom it trusts besides, in words that do not depend on their order.
    private var trusted: String {
        (issuerUsages.map { "issuer \($0.word)" } + leafKinds.map { "leaf \($0.word)" }).sorted().joined(separator: ",")
    }

    private func point(_ reader: MaterialReader) throws(ConfigurationError) -> [UInt8] {
        let setting = "\(Self.section).rootFile"
        let file = try reader.bytes(rootFile, for: setting)
        guard let point = PlayReadyKeyFile.bytes(in: file, count: 64) else {
            throw ConfigurationError(setting, "must hold 64 bytes, plain, in hex or in base64")
        }
        return point
    }

    private func key(
        _ file: String, for name: String, _ reader: MaterialReader
    ) throws(ConfigurationError) -> Secret {
        let setting = "\(Self.section).\(name)"
        let content = try reader.secret(file, for: setting)
        let key = content.withBytes {
            PlayReadyKeyFile.bytes(in: [UInt8](copying: $0), count: 32).map(Secret.init(copying:))
        }
        guard let key else { throw ConfigurationError(setting, "must hold 32 bytes, plain, in hex or in base64") }
        return key
    }
}
