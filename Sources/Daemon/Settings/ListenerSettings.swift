/// Where a process of ours listens, and under which certificate.
package struct ListenerSettings: Equatable, Sendable {
    package var address: String
    package var port: UInt16
    package var tls: TLSFiles?

    package init(address: String, port: UInt16, tls: TLSFiles?) {
        self.address = address
        self.port = port
        self.tls = tls
    }

    /// What the listener presents to its clients; nil when it speaks in clear.
    ///
    /// - Parameter key: The listener's place in the configuration, for errors.
    package func reloadableTLS(
        _ key: String, environment: [String: String]
    ) throws(ConfigurationError) -> ReloadableTLS? {
        guard let tls else { return nil }
        return try ReloadableTLS(tls, "\(key).tls", environment: environment)
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
}
