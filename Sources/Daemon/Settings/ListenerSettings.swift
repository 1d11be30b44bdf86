package import Cryptography

/// Where a process of ours listens, and under which certificate.
package struct ListenerSettings: Equatable, Sendable {
    package var address: String
    package var port: UInt16
    package var tls: TLSFiles?

    package struct TLSFiles: Equatable, Sendable {
        package var certificateChainFile: String
        package var privateKeyFile: String

        package init(certificateChainFile: String, privateKeyFile: String) {
            self.certificateChainFile = certificateChainFile
            self.privateKeyFile = privateKeyFile
        }
    }

    package init(address: String, port: UInt16, tls: TLSFiles?) {
        self.address = address
        self.port = port
        self.tls = tls
    }

    /// What the listener presents to its clients; nil when it speaks in clear.
    ///
    /// - Parameter key: The listener's place in the configuration, for the error.
    package func tlsContext(
        _ key: String, environment: [String: String]
    ) throws(ConfigurationError) -> TLSContext? {
        guard let tls else { return nil }
        let keyFile = try SecretFile.path(
            of: tls.privateKeyFile, for: "\(key).tls.privateKeyFile", environment: environment)
        do throws(TLSFailure) {
            return try TLSContext(
                certificateChainFile: tls.certificateChainFile, privateKeyFile: keyFile, protocols: [.http2, .http1])
        } catch {
            throw ConfigurationError("\(key).tls", "\(error)")
        }
    }
}

extension SettingsReader {
    /// A section with `address`, `port` and perhaps `tls`; nil when there is none.
    package mutating func listener(
        _ key: String, defaultPort: Int
    ) throws(ConfigurationError) -> ListenerSettings? {
        guard var section = try optionalSection(key) else { return nil }
        let listener = ListenerSettings(
            address: try section.string("address"),
            port: UInt16(try section.integer("port", in: 0...65535, default: defaultPort)),
            tls: try section.tls("tls")
        )
        try section.finish()
        return listener
    }

    private mutating func tls(_ key: String) throws(ConfigurationError) -> ListenerSettings.TLSFiles? {
        guard var section = try optionalSection(key) else { return nil }
        let tls = ListenerSettings.TLSFiles(
            certificateChainFile: try section.string("certificateChainFile"),
            privateKeyFile: try section.string("privateKeyFile")
        )
        try section.finish()
        return tls
    }
}
