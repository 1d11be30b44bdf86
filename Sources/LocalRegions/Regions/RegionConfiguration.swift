internal import Foundation

/// The configuration file of one region's server.
struct RegionConfiguration {
    let region: String
    let ports: RegionPorts
    let database: DatabaseAddress
    /// Where the primary may be.
    let databases: [DatabaseAddress]
    let authority: LocalCertificateAuthority
    let keyEncryptionKeyFile: URL
    let migrations: URL

    /// Two, whatever the machine has: enough to show that loops share nothing, and few enough for two regions.
    static let loops = 2
    /// How long a `PUT` waits for the other region's confirmation.
    static let confirmWithinSeconds = 2

    private var stateDirectory: URL {
        keyEncryptionKeyFile.deletingLastPathComponent().appending(path: "\(region)-state")
    }

    /// YAML 1.2; every text is written as JSON writes it, which YAML reads the same.
    var yaml: String {
        """
        region: \(quoted(region))
        listeners:
          public:
            address: 127.0.0.1
            port: \(ports.secure)
            tls:
              certificateChainFile: \(quoted(authority.chainFile.path))
              privateKeyFile: \(quoted(authority.privateKeyFile.path))
          cleartext: { address: 127.0.0.1, port: \(ports.cleartext) }
          operator: { address: 127.0.0.1, port: \(ports.operations) }
        database:
          host: \(quoted(database.host))
          port: \(database.port)
          name: \(quoted(database.database))
          user: \(quoted(database.user))
          passwordFile: \(quoted(database.passwordFile.path))
          connectionsPerLoop: 1
        keyEncryptionKeyFile: \(quoted(keyEncryptionKeyFile.path))
        stateDirectory: \(quoted(stateDirectory.path))
        journal: { ship: { hosts: [\(databases.map { quoted("\($0.host):\($0.port)") }.joined(separator: ", "))] } }
        loops: \(Self.loops)
        durability: { confirmWithinSeconds: \(Self.confirmWithinSeconds) }
        migrationsDirectory: \(quoted(migrations.path))

        """
    }

    private func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
