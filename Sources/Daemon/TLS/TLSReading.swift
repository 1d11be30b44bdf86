internal import Bytes
internal import Cryptography
internal import Reactor

/// One reading of everything that a listener's `tls` section names.
struct TLSReading {
    /// Without this process's ticket keys.
    private let settings: TLSServerSettings
    /// The shared ticket keys, without those of this process.
    let sharedTickets: TicketKeyRing?
    /// Over the authorities' file, the deny list and whether a certificate must be shown.
    let clientTrustDigest: [UInt8]?
    let stamps: [FileStamp?]

    /// - Parameter key: The section's place in the configuration, for errors.
    init(
        _ files: TLSFiles, _ key: String, environment: [String: String], clock: @escaping @Sendable () -> Timestamp
    ) throws(ConfigurationError) {
        // Before anything is read: a change that comes meanwhile is then seen as one.
        stamps = try Self.stamps(of: files, key, environment: environment)
        var certificates: [ServerCertificate] = []
        for files in try Self.resolved(files.certificates, key, environment: environment) {
            do throws(TLSFailure) { certificates.append(try ServerCertificate(files, at: clock())) } catch {
                throw ConfigurationError(key, "\(error)")
            }
        }
        sharedTickets = try Self.tickets(files.ticketKeyFile, "\(key).ticketKeyFile", environment: environment)
        let clients = try files.clientAuthentication.map { clients throws(ConfigurationError) in
            try Self.clients(clients, "\(key).clientAuthentication")
        }
        clientTrustDigest = clients?.digest
        settings = TLSServerSettings(
            certificates: certificates, profile: files.profile, tickets: sharedTickets ?? TicketKeyRing([]),
            clients: clients?.authentication, clock: clock)
    }

    /// A shared key seals when one has its turn; what this process sealed while there was none still opens.
    ///
    /// - Parameter own: Seals tickets while no shared key does.
    func settings(with own: TicketKeyRing, at now: Timestamp) -> TLSServerSettings {
        var settings = settings
        if sharedTickets?.sealing(at: now) == nil {
            settings.tickets = TicketKeyRing((sharedTickets?.keys ?? []) + own.keys)
        }
        return settings
    }

    /// How each file stands.
    static func stamps(
        of files: TLSFiles, _ key: String, environment: [String: String]
    ) throws(ConfigurationError) -> [FileStamp?] {
        var paths: [String] = []
        for certificate in try resolved(files.certificates, key, environment: environment) {
            paths += [certificate.chain, certificate.privateKey] + [certificate.ocspResponse].compactMap(\.self)
        }
        if let reference = files.ticketKeyFile {
            paths.append(try SecretFile.path(of: reference, for: "\(key).ticketKeyFile", environment: environment))
        }
        let clients = files.clientAuthentication
        paths += [clients?.caFile, clients?.denyListFile].compactMap(\.self)
        return paths.map { FileStamp($0) }
    }

    /// With the paths of the private keys for their references.
    private static func resolved(
        _ certificates: [CertificateFiles], _ key: String, environment: [String: String]
    ) throws(ConfigurationError) -> [CertificateFiles] {
        var resolved = certificates
        for index in resolved.indices {
            resolved[index].privateKey = try SecretFile.path(
                of: resolved[index].privateKey, for: "\(key).privateKeyFile", environment: environment)
        }
        return resolved
    }

    private static func tickets(
        _ reference: String?, _ key: String, environment: [String: String]
    ) throws(ConfigurationError) -> TicketKeyRing? {
        guard let reference else { return nil }
        let file = try SecretFile.read(reference, for: key, environment: environment)
        do throws(TicketKeyFileError) {
            return try file.withBytes { bytes throws(TicketKeyFileError) in
                try TicketKeyRing(parsing: [UInt8](copying: bytes))
            }
        } catch { throw ConfigurationError(key, "\(error)") }
    }

    private static func clients(
        _ files: TLSFiles.Clients, _ key: String
    ) throws(ConfigurationError) -> (authentication: ClientAuthentication, digest: [UInt8]) {
        let list = try files.denyListFile.map { (path) throws(ConfigurationError) in
            try bytes(of: path, "\(key).denyListFile")
        }
        let denied = try denied(list ?? [], files.denyListFile ?? "", "\(key).denyListFile")
        let authentication: ClientAuthentication
        do throws(TLSFailure) {
            authentication = try ClientAuthentication(
                authoritiesFile: files.caFile, mode: files.mode, denied: denied)
        } catch { throw ConfigurationError("\(key).caFile", "\(error)") }
        let parts = [try bytes(of: files.caFile, "\(key).caFile"), list ?? [], Array(files.mode.rawValue.utf8)]
        return (authentication, SHA256.digest(parts.flatMap { SHA256.digest($0) }))
    }

    private static func denied(_ list: [UInt8], _ path: String, _ key: String) throws(ConfigurationError) -> DenyList {
        do throws(Malformed) { return try DenyList(parsing: list) } catch {
            throw ConfigurationError(key, "line \(error.offset) of \(path) should be \(error.expected)")
        }
    }

    private static func bytes(of path: String, _ key: String) throws(ConfigurationError) -> [UInt8] {
        do throws(SystemError) {
            let file = try File(path, for: .reading)
            return try file.read(try file.status().byteCount, at: 0)
        } catch { throw ConfigurationError(key, "\(path) cannot be read: \(error)") }
    }
}
