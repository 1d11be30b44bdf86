package import Foundation

extension PostgresCluster {
    /// Creates and starts a primary, with the server's role and database in it.
    ///
    /// - Parameter folder: Where its files go; PostgreSQL's user must be able to pass through (`TemporaryDirectory`).
    package static func primary(
        region: String, in folder: URL, options: PostgresOptions = PostgresOptions()
    ) async throws -> PostgresCluster {
        let cluster = try await prepared(
            region: region, folder: folder, passwords: ClusterPasswords(), options: options)
        try await cluster.initialize()
        let primary = try await started(cluster)
        try await primary.createRoles()
        return primary
    }

    /// Creates and starts a streaming replica, with a replication slot at `primary` under the region's name.
    package static func replica(
        of primary: PostgresCluster, region: String, in folder: URL, options: PostgresOptions = PostgresOptions()
    ) async throws -> PostgresCluster {
        let cluster = try await prepared(region: region, folder: folder, passwords: primary.passwords, options: options)
        let connection = """
            host=\(primary.options.replicationAddress) port=\(primary.port) user=replicator \
            password=\(primary.passwords.replication) application_name=\(region) connect_timeout=2 tcp_user_timeout=2000
            """
        let arguments = [
            "--pgdata", cluster.dataFolder.path, "--dbname", connection, "--write-recovery-conf", "--create-slot",
            "--slot", region, "--wal-method", "stream", "--checkpoint", "fast",
        ]
        try await cluster.installation.command("pg_basebackup", arguments + options.syncing).run()
        let replica = try await started(cluster)
        try await primary.waitForReplica(region)
        return replica
    }

    /// Returns once a replica streams from this primary.
    package func waitForReplica(_ region: String, within limit: Duration = .seconds(30)) async throws {
        let sql =
            "SELECT count(*) FROM pg_stat_replication WHERE application_name = '\(region)' AND state = 'streaming'"
        try await eventually("\(region) streams from \(self.region)", within: limit) { try await query(sql) == "1" }
    }

    /// The cluster on its claimed port, or on the first one that nobody else was faster to take.
    private static func started(_ cluster: PostgresCluster) async throws -> PostgresCluster {
        guard cluster.options.port == nil else {
            try await cluster.start()
            return cluster
        }
        var first: PostgresCluster? = cluster
        return try await FreePort.retrying {
            let candidate = try first ?? cluster.onAnotherPort()
            first = nil
            try await candidate.start()
            return candidate
        }
    }

    private nonisolated func onAnotherPort() throws -> PostgresCluster {
        try PostgresCluster(
            region: region, port: FreePort.claim(), folder: dataFolder.deletingLastPathComponent(),
            passwords: passwords, options: options, installation: installation)
    }

    private static func prepared(
        region: String, folder: URL, passwords: ClusterPasswords, options: PostgresOptions
    ) async throws -> PostgresCluster {
        let cluster = try PostgresCluster(
            region: region, port: options.port ?? FreePort.claim(), folder: folder,
            passwords: passwords, options: options, installation: .find())
        try await cluster.installation.makeFolder(cluster.dataFolder)
        try await cluster.installation.makeFolder(cluster.socketFolder)
        return cluster
    }

    /// The superuser is reachable through the private socket only; over TCP everybody needs a password.
    private func initialize() async throws {
        let arguments = [
            "--pgdata", dataFolder.path, "--username", "postgres", "--auth-local", "trust", "--auth-host",
            "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums",
        ]
        try await installation.command("initdb", arguments + options.syncing).run()
        let configuration = try FileHandle(forWritingTo: dataFolder.appending(path: "postgresql.conf"))
        try configuration.seekToEnd()
        try configuration.write(contentsOf: Data("include = '\(Self.settingsFile)'\n".utf8))
        try configuration.close()
    }

    private func createRoles() async throws {
        let roles = """
            CREATE ROLE evergrant LOGIN PASSWORD '\(passwords.server)';
            GRANT pg_read_all_stats TO evergrant;
            CREATE ROLE replicator LOGIN REPLICATION PASSWORD '\(passwords.replication)';
            """
        try await query(roles, database: "postgres")
        try await query("CREATE DATABASE evergrant OWNER evergrant", database: "postgres")
    }
}
