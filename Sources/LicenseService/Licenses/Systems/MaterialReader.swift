internal import Bytes
internal import Daemon
internal import Reactor

/// Reads what vendors of DRM systems issue: files, or systemd credentials.
struct MaterialReader {
    /// A certificate chain has a few KiB.
    static let bytesMax = 65_536

    let environment: [String: String]

    func bytes(
        _ reference: String, for setting: String, atMost bytesMax: Int = bytesMax
    ) throws(ConfigurationError) -> [UInt8] {
        let path = try SecretFile.path(of: reference, for: setting, environment: environment)
        do throws(SystemError) { return try WholeFile.read(path, atMost: bytesMax) } catch {
            let complaint =
                error.isTooLarge ? "\(path) is larger than \(bytesMax) bytes" : "cannot be read from \(path)"
            throw ConfigurationError(setting, complaint)
        }
    }

    func secret(_ reference: String, for setting: String) throws(ConfigurationError) -> Secret {
        try SecretFile.read(reference, for: setting, environment: environment)
    }
}
