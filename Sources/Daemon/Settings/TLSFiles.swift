package import Cryptography

/// What a listener's `tls` section names: files, and how strict to be.
package struct TLSFiles: Equatable, Sendable {
    /// The first is the section's own; private keys are references to secrets.
    package var certificates: [CertificateFiles]
    package var profile: TLSProfile
    /// A reference to a secret that all servers of the service share; nil keeps tickets within this process.
    package var ticketKeyFile: String?
    package var clientAuthentication: Clients?

    /// Whose client certificates are believed.
    package struct Clients: Equatable, Sendable {
        package var caFile: String
        package var mode: ClientAuthentication.Mode
        package var denyListFile: String?

        package init(caFile: String, mode: ClientAuthentication.Mode, denyListFile: String? = nil) {
            self.caFile = caFile
            self.mode = mode
            self.denyListFile = denyListFile
        }
    }

    package init(
        certificates: [CertificateFiles], profile: TLSProfile = .intermediate, ticketKeyFile: String? = nil,
        clientAuthentication: Clients? = nil
    ) {
        self.certificates = certificates
        self.profile = profile
        self.ticketKeyFile = ticketKeyFile
        self.clientAuthentication = clientAuthentication
    }
}

extension SettingsReader {
    /// A `tls` section; nil when there is none.
    package mutating func tls(_ key: String) throws(ConfigurationError) -> TLSFiles? {
        guard var section = try optionalSection(key) else { return nil }
        var certificates = [try section.certificateFiles()]
        for var more in try section.sections("certificates") {
            certificates.append(try more.certificateFiles())
            try more.finish()
        }
        guard certificates.count <= CryptographyLimits.certificates else {
            throw section.error("certificates", "has more than \(CryptographyLimits.certificates - 1) certificates")
        }
        let profiles = TLSProfile.allCases.map(\.rawValue).joined(separator: ", ")
        let tls = TLSFiles(
            certificates: certificates,
            profile: try section.optional("profile", TLSProfile.init(rawValue:), "one of \(profiles)")
                ?? .intermediate,
            ticketKeyFile: try section.optionalString("ticketKeyFile"),
            clientAuthentication: try section.clients("clientAuthentication"))
        try section.finish()
        return tls
    }

    private mutating func certificateFiles() throws(ConfigurationError) -> CertificateFiles {
        CertificateFiles(
            chain: try string("certificateChainFile"), privateKey: try string("privateKeyFile"),
            ocspResponse: try optionalString("ocspResponseFile"))
    }

    private mutating func clients(_ key: String) throws(ConfigurationError) -> TLSFiles.Clients? {
        guard var section = try optionalSection(key) else { return nil }
        let modes = ClientAuthentication.Mode.allCases.map(\.rawValue).joined(separator: ", ")
        let clients = TLSFiles.Clients(
            caFile: try section.string("caFile"),
            mode: try section.optional("mode", ClientAuthentication.Mode.init(rawValue:), "one of \(modes)")
                ?? .optional,
            denyListFile: try section.optionalString("denyListFile"))
        try section.finish()
        return clients
    }
}
