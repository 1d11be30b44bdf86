package import Foundation

/// One PostgreSQL cluster of this machine, in a folder of its own, that ends when we end.
package actor PostgresCluster {
    /// The region's name; also the name under which a replica shows up at its primary.
    package nonisolated let region: String
    package nonisolated let port: UInt16
    package nonisolated let address: DatabaseAddress
    package nonisolated let log: URL
    nonisolated let dataFolder: URL
    nonisolated let socketFolder: URL
    nonisolated let installation: PostgresInstallation
    nonisolated let passwords: ClusterPasswords
    nonisolated let options: PostgresOptions
    var postmaster: ChildProcess?

    init(
        region: String, port: UInt16, folder: URL, passwords: ClusterPasswords, options: PostgresOptions,
        installation: PostgresInstallation
    ) throws {
        self.region = region
        self.port = port
        self.options = options
        self.passwords = passwords
        self.installation = installation
        dataFolder = folder.appending(path: "\(region)-data")
        socketFolder = folder.appending(path: "\(region)-socket")
        log = folder.appending(path: "\(region)-postgres.log")
        let passwordFile = folder.appending(path: "\(region)-database-password")
        try Data(passwords.server.utf8).write(to: passwordFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: passwordFile.path)
        address = DatabaseAddress(
            host: "127.0.0.1", port: port, database: "evergrant", user: "evergrant", password: passwords.server,
            passwordFile: passwordFile)
    }

    /// Whether the postmaster runs, stopped or not.
    package var isRunning: Bool { postmaster?.isRunning ?? false }

    /// The process that a crash kills; another one after each start.
    package var postmasterID: Int32? { postmaster?.processID }

    /// Starts the postmaster and returns once it takes connections: as a primary, or as a replica that may be read.
    package func start() async throws {
        let settings = options.settings(region: region, port: port, socketFolder: socketFolder.path)
        try Data(settings.utf8).write(to: dataFolder.appending(path: Self.settingsFile))
        let command = installation.command("postgres", ["-D", dataFolder.path])
        let started = try await ChildProcess.start(command, name: "PostgreSQL of \(region)", log: log)
        postmaster = started
        try await eventually("PostgreSQL of \(region) takes connections", within: .seconds(60)) {
            try started.requireRunning()
            return try await isReady()
        }
    }

    /// Whether a connection would be taken right now.
    package func isReady() async throws -> Bool {
        let arguments = ["-h", socketFolder.path, "-p", "\(port)", "-t", "2"]
        return try await installation.command("pg_isready", arguments).result().status == 0
    }

    /// Runs SQL as the superuser over the private socket; rows are lines and columns are divided by `|`.
    @discardableResult
    package func query(
        _ sql: String, database: String = "evergrant", within limit: Duration = .seconds(30)
    ) async throws -> String {
        let arguments = [
            "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", socketFolder.path, "-p", "\(port)", "-U", "postgres",
            "-d", database, "-c", sql,
        ]
        return try await installation.command("psql", arguments).run(within: limit).text
    }

    /// Included at the end of `postgresql.conf`, so that it wins; a base backup copies it and `start` writes it anew.
    static let settingsFile = "evergrant.conf"
}
