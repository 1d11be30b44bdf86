package import Bytes
internal import Reactor

/// Where a secret is kept: a file, or a systemd credential written `credential:NAME` (systemd.exec(5),
/// `LoadCredential=`).
package enum SecretFile {
    /// No secret of ours is larger; a larger file is somebody else's.
    package static let bytesMax = 65_536

    package static func read(
        _ reference: String, for key: String, environment: [String: String]
    ) throws(ConfigurationError) -> Secret {
        let file = try path(of: reference, for: key, environment: environment)
        do throws(SystemError) {
            return Secret(copying: try WholeFile.read(file, atMost: bytesMax))
        } catch {
            let complaint =
                error.isTooLarge ? "\(file) is larger than \(bytesMax) bytes" : "cannot be read from \(file)"
            throw ConfigurationError(key, complaint)
        }
    }

    /// The file behind a reference.
    package static func path(
        of reference: String, for key: String, environment: [String: String]
    ) throws(ConfigurationError) -> String {
        let scheme = "credential:"
        guard reference.hasPrefix(scheme) else { return reference }
        guard let folder = environment["CREDENTIALS_DIRECTORY"] else {
            throw ConfigurationError(key, "names a systemd credential, but CREDENTIALS_DIRECTORY is not set")
        }
        return "\(folder)/\(reference.dropFirst(scheme.count))"
    }
}
