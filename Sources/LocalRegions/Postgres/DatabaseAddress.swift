package import Foundation

/// What a client needs in order to log in.
package struct DatabaseAddress: Equatable, Sendable {
    package let host: String
    package let port: UInt16
    package let database: String
    package let user: String
    package let password: String
    /// Holds the password and nothing else, readable by its owner only.
    package let passwordFile: URL

    /// The keyword form of libpq, PostgreSQL 15 documentation §34.1.1.
    package var connectionString: String {
        "host=\(host) port=\(port) dbname=\(database) user=\(user) password=\(password)"
    }
}
