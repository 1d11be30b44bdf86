internal import Cryptography
package import Logging
internal import Reactor

/// A setting that names a secret.
package struct SecretSetting: Equatable, Sendable {
    package let key: String
    /// A file, or a systemd credential.
    package let reference: String

    package init(_ key: String, _ reference: String) {
        self.key = key
        self.reference = reference
    }
}

/// A secret that strangers on this machine may have.
package struct OpenSecret: Equatable, Sendable {
    package let key: String
    package let file: String
    /// In octal.
    package let mode: String
}

extension [SecretSetting] {
    /// Those whose file anybody may read or change; what is not there is no matter here.
    package func openToOthers(environment: [String: String]) -> [OpenSecret] {
        compactMap { setting in
            guard
                let file = try? SecretFile.path(of: setting.reference, for: setting.key, environment: environment),
                let mode = FileMode(file), mode.isOpenToOthers
            else { return nil }
            return OpenSecret(key: setting.key, file: file, mode: mode.description)
        }
    }

    /// A line for each of those; nothing is refused, for the folder may keep strangers out.
    package func warnIfOpen(environment: [String: String], to log: Logger) {
        for secret in openToOthers(environment: environment) {
            log.warning(
                "everybody on this machine may read or change a file with a secret: take that from others (chmod o=)",
                metadata: ["setting": "\(secret.key)", "file": "\(secret.file)", "mode": "\(secret.mode)"])
        }
    }
}

extension ListenerSettings {
    /// - Parameter key: The listener's place in the configuration.
    package func secrets(_ key: String) -> [SecretSetting] {
        guard let tls else { return [] }
        let keys = tls.certificates.enumerated().map { index, certificate in
            let place = index == 0 ? "\(key).tls" : "\(key).tls.certificates.\(index - 1)"
            return SecretSetting("\(place).privateKeyFile", certificate.privateKey)
        }
        return keys + [tls.ticketKeyFile].compactMap(\.self).map { SecretSetting("\(key).tls.ticketKeyFile", $0) }
    }
}
