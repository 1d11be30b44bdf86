internal import Foundation

/// One region of this machine: a database, a server in front of it, and where both are.
package struct Region: Sendable {
    package let place: RegionPlace
    package let database: PostgresCluster
    package let server: RegionServer

    package var name: String { place.region }
    package var endpoints: RegionEndpoints { server.endpoints }
}
