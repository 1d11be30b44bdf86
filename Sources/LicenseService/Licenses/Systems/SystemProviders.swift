internal import Daemon
internal import Licensing

/// The DRM systems that this server speaks besides Clear Key, with what the operator has for each; read as a whole.
struct SystemProviders: Sendable {
    /// What would let anybody make devices that get licenses.
    private(set) var testMaterial: [DRMSystem] = []
    /// What all regions must have alike.
    private(set) var parity: [Parity.Fact: String] = [:]

    /// Reads every file that the configuration names.
    static func read(
        _ configuration: Configuration, environment: [String: String]
    ) throws(ConfigurationError) -> SystemProviders {
        SystemProviders()
    }
}
