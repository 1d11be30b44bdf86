package import Bytes

/// Which database, and as whom.
package struct DatabaseTarget: Sendable {
    /// How much of the server's certificate is believed (libpq's `sslmode`).
    package enum Encryption: String, Sendable, CaseIterable {
        case disable
        case require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// A name, an address, or the absolute path of a Unix socket's directory.
    package let host: String
    package let port: UInt16
    package let database: String
    package let user: String
    package let password: Secret?
    package let encryption: Encryption
    /// PEM; the system's own roots are not asked.
    package let rootCertificateFile: String?

    package init(
        host: String, port: UInt16 = 5432, database: String, user: String, password: Secret? = nil,
        encryption: Encryption = .disable, rootCertificateFile: String? = nil
    ) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
        self.encryption = encryption
        self.rootCertificateFile = rootCertificateFile
    }

    var isUnixSocket: Bool { host.hasPrefix("/") }
}
