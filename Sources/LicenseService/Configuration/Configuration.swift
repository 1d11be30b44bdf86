package import Daemon
package import HTTPServer
package import Logging
package import Postgres

/// Everything an operator decides about one server; `docs/configuration.md` is its manual.
package struct Configuration: Equatable, Sendable {
    /// What this region is called in answers, records and alarms: `seoul`.
    package var region: String
    package var listeners: Listeners
    package var database: Database
    package var cache: Cache
    package var health: Health
    package var limits = ServerLimits()
    package var proxies = Proxies()
    package var keyEncryptionKeyFile: String
    /// Which of the file's keys wraps; the highest when nil.
    ///
    /// A fleet that learns a new key names the old one until every server has both.
    package var keyEncryptionKeyVersion: UInt32?
    package var migrationsDirectory: String
    /// How long a packager's answer may wait for other regions to confirm its keys.
    package var confirmWithin: Duration
    /// Where the server keeps what must outlive it.
    package var stateDirectory = "/var/lib/evergrant"
    package var journal = Recording()
    /// The other regions, whose word on promotions counts.
    package var peers: [Peer] = []
    package var peerInterval: Duration = .seconds(5)
    /// Where packagers of other regions are sent when only this one writes.
    package var publicURL: String?
    package var systems = Systems()
    package var loopCount: Int
    package var draining = Draining()
    package var logLevel = Logger.Level.info
    /// Nil writes none.
    package var accessLog: AccessLogging?

    package struct Listeners: Equatable, Sendable {
        package var `public`: ListenerSettings
        package var cleartext: ListenerSettings?
        package var `operator`: ListenerSettings
    }

    package struct Database: Equatable, Sendable {
        /// A name, an address, or the folder of a Unix socket.
        package var host: String
        package var port: UInt16
        package var name: String
        package var user: String
        package var passwordFile: String?
        /// How much of the server's certificate is believed.
        package var encryption = DatabaseTarget.Encryption.disable
        /// PEM; what verify-ca and verify-full believe.
        package var rootCertificateFile: String?
        package var connectionsPerLoop: Int
        /// The longest a request waits for the database.
        package var queryTimeout: Duration
    }

    package struct Cache: Equatable, Sendable {
        /// A key read this recently is used without asking again.
        package var freshFor: Duration
        /// A key read this recently is used while the database does not answer.
        package var usableFor: Duration
        package var keysMax: Int
    }

    /// How a server that was asked to stop does.
    package struct Draining: Equatable, Sendable {
        /// `/readyz` says 503 and everything is still served: for balancers to notice.
        package var delay: Duration = .zero
        /// Then what is under way may take this long.
        package var deadline: Duration = .seconds(10)
    }

    /// Which answers are written down, and where.
    package struct AccessLogging: Equatable, Sendable {
        /// `-` is standard output.
        package var file: String
        /// From 0 to 1: how many of the answers that are no failure of ours.
        package var sample: Double
    }

    package struct Health: Equatable, Sendable {
        /// A replica further behind than this reports a warning.
        package var lagWarning: Duration
    }
}
