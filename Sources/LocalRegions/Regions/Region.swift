internal import Foundation

/// One region of this machine: a database, a server in front of it, and where both are.
package struct Region: Sendable {
    package let name: String
    package let database: PostgresCluster
    package let server: RegionServer

    package var endpoints: RegionEndpoints { server.endpoints }
}
