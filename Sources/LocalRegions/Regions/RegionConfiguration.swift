internal import Foundation

/// The configuration file of one region's server.
struct RegionConfiguration {
    let place: RegionPlace
    let database: DatabaseAddress
    let authority: LocalCertificateAuthority
    let keyEncryptionKeyFile: URL
    let migrations: URL

    /// Two, whatever the machine has: enough to show that loops share nothing, and few enough for two regions.
    static let loops = 2
    /// How long a `PUT` waits for the other region's confirmation.
    static let confirmWithinSeconds = 2

    /// YAML 1.2; every text is written as JSON writes it, which YAML reads the same.
    var yaml: String {
        """
        region: \(quoted(place.region))
        listeners:
          public:
            address: \(place.address)
            port: \(place.secure)
            tls:
              certificateChainFile: \(quoted(authority.chainFile.path))
              privateKeyFile: \(quoted(authority.privateKeyFile.path))
          cleartext: { address: \(place.address), port: \(place.cleartext) }
          operator: { address: 127.0.0.1, port: \(place.ports.operations) }
        database:
          host: \(quoted(database.host))
          port: \(database.port)
          name: \(quoted(database.database))
          user: \(quoted(database.user))
          passwordFile: \(quoted(database.passwordFile.path))
          connectionsPerLoop: 1
        keyEncryptionKeyFile: \(quoted(keyEncryptionKeyFile.path))
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
