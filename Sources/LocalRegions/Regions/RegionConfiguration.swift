internal import Foundation

/// The configuration file of one region's server.
struct RegionConfiguration {
    let place: RegionPlace
    /// Where all regions are, this one included.
    let places: [RegionPlace]
    let database: DatabaseAddress
    let authority: LocalCertificateAuthority
    let keyEncryptionKeyFile: URL
    let migrations: URL

    /// Two, whatever the machine has: enough to show that loops share nothing, and few enough for two regions.
    static let loops = 2
    /// How long a `PUT` waits for the other region's confirmation.
    static let confirmWithinSeconds = 2
    /// Sooner than in a real installation, where regions are farther apart.
    static let peerIntervalSeconds = 1

    /// YAML 1.2; every text is written as JSON writes it, which YAML reads the same.
    var yaml: String {
        """
        region: \(place.region.quotedForYAML)
        listeners:
          public:
            address: \(place.address)
            port: \(place.secure)
            tls:
              certificateChainFile: \(authority.chainFile.path.quotedForYAML)
              privateKeyFile: \(authority.privateKeyFile.path.quotedForYAML)
          cleartext: { address: \(place.address), port: \(place.cleartext) }
          operator: { address: 127.0.0.1, port: \(place.ports.operations) }
        database:
          host: \(database.host.quotedForYAML)
          port: \(database.port)
          name: \(database.database.quotedForYAML)
          user: \(database.user.quotedForYAML)
          passwordFile: \(database.passwordFile.path.quotedForYAML)
          connectionsPerLoop: 1
        keyEncryptionKeyFile: \(keyEncryptionKeyFile.path.quotedForYAML)
        stateDirectory: \(stateDirectory.path.quotedForYAML)
        journal: { ship: { hosts: \(databaseHosts) } }
        publicURL: \(place.url)
        peers: \(peers)
        peerIntervalSeconds: \(Self.peerIntervalSeconds)
        loops: \(Self.loops)
        durability: { confirmWithinSeconds: \(Self.confirmWithinSeconds) }
        migrationsDirectory: \(migrations.path.quotedForYAML)

        """
    }

    private var stateDirectory: URL {
        keyEncryptionKeyFile.deletingLastPathComponent().appending(path: "\(place.region)-state")
    }

    /// The other regions, whose certificates are the run's own authority's.
    private var peers: String {
        let others = places.filter { $0.region != place.region }.map { other in
            let anchors = authority.anchorFile.path.quotedForYAML
            return "{ region: \(other.region), url: \"\(other.url)/health\", trustAnchorsFile: \(anchors) }"
        }
        return "[\(others.joined(separator: ", "))]"
    }

    /// Where the primary may be: the own database over its own way, the other region's over the region's address.
    private var databaseHosts: String {
        let hosts = places.map { other in
            let address = other.region == place.region ? database.host : other.address
            return "\(address):\(other.ports.database)".quotedForYAML
        }
        return "[\(hosts.joined(separator: ", "))]"
    }
}
