internal import DRMSystems
internal import Daemon
internal import FairPlayKeys
internal import Licensing

/// The DRM systems that this server speaks besides Clear Key, with what the operator has for each; read as a whole.
struct SystemProviders: Sendable {
    /// One system, as it was configured.
    struct Material<Provider: Sendable>: Sendable {
        let provider: Provider
        /// What players are sent before they ask; nil where there is none.
        let certificate: [UInt8]?
        /// Whether anybody could make devices that get its licenses.
        let isTest: Bool
        /// What all regions must have alike.
        let parity: [Parity.Fact: String]
    }

    private(set) var widevine: Material<WidevineProvider>?
    private(set) var playReady: Material<PlayReadyProvider>?
    private(set) var fairPlay: Material<FairPlayProvider>?
    /// Where the licensee's program listens that gives FairPlay's device keys.
    private(set) var fairPlayHelper: String?
    /// That program, where this server starts it and keeps it running.
    private(set) var keyProgram: KeyProgramCommand?

    /// Reads every file that the configuration names.
    static func read(
        _ configuration: Configuration, environment: [String: String]
    ) throws(ConfigurationError) -> SystemProviders {
        let (systems, reader) = (configuration.systems, MaterialReader(environment: environment))
        var providers = SystemProviders()
        providers.widevine = try systems.widevine.map { (widevine) throws(ConfigurationError) in
            try widevine.material(allowsTest: systems.allowsTestMaterial, reader)
        }
        providers.playReady = try systems.playReady.map { (playReady) throws(ConfigurationError) in
            try playReady.material(allowsTest: systems.allowsTestMaterial, reader)
        }
        providers.fairPlay = try systems.fairPlay.map { (fairPlay) throws(ConfigurationError) in
            try fairPlay.material(allowsTest: systems.allowsTestMaterial, reader)
        }
        providers.fairPlayHelper = systems.fairPlay?.helperSocket
        providers.keyProgram = try systems.fairPlay?.keyProgram()
        return providers
    }

    /// The systems that have test material.
    var testMaterial: [DRMSystem] {
        [(DRMSystem.widevine, widevine?.isTest), (.playReady, playReady?.isTest), (.fairPlay, fairPlay?.isTest)]
            .filter { $0.1 == true }.map(\.0)
    }

    var parity: [Parity.Fact: String] {
        [widevine?.parity, playReady?.parity, fairPlay?.parity].compactMap(\.self).reduce(into: [:]) { all, facts in
            all.merge(facts) { first, _ in first }
        }
    }
}
