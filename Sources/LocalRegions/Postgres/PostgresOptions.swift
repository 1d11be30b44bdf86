/// How a cluster of ours differs from what `initdb` makes.
package struct PostgresOptions: Sendable {
    /// A port that the caller has claimed; without one, any free port will do.
    package var port: UInt16?
    /// Where replicas find this cluster; it listens on 127.0.0.1 besides.
    package var replicationAddress: String
    /// The region whose confirmation a commit under `remote_apply` waits for; `nil` waits for nobody.
    package var synchronousStandby: String?
    /// Whether a commit survives a power cut; tests do without, as they would not survive it either.
    package var survivePowerCut = true
    package var maximumConnections = 60

    package init(
        port: UInt16? = nil, replicationAddress: String = "127.0.0.1", synchronousStandby: String? = nil,
        survivePowerCut: Bool = true
    ) {
        self.port = port
        self.replicationAddress = replicationAddress
        self.synchronousStandby = synchronousStandby
        self.survivePowerCut = survivePowerCut
    }

    /// Quick to start and to write: for tests, where nobody cuts the power.
    package static let forTests = PostgresOptions(survivePowerCut: false)

    /// For `initdb` and `pg_basebackup`, which spend most of their time waiting for the disk.
    var syncing: [String] { survivePowerCut ? [] : ["--no-sync"] }

    private var listenAddresses: String { Set(["127.0.0.1", replicationAddress]).sorted().joined(separator: ",") }

    /// Our part of the configuration, in a file of its own beside what `initdb` or `pg_basebackup` wrote.
    func settings(region: String, port: UInt16, socketFolder: String) -> String {
        // `local` is the default so that only a transaction that asks for `remote_apply` waits for the other region.
        let standby = synchronousStandby.map { "FIRST 1 (\($0))" } ?? ""
        return """
            cluster_name = '\(region)'
            listen_addresses = '\(listenAddresses)'
            port = \(port)
            unix_socket_directories = '\(socketFolder)'
            max_connections = \(maximumConnections)
            synchronous_commit = local
            synchronous_standby_names = '\(standby)'
            hot_standby = on
            hot_standby_feedback = on
            wal_receiver_status_interval = 1s
            wal_receiver_timeout = 5s
            wal_retrieve_retry_interval = 200ms
            wal_sender_timeout = 5s
            shared_buffers = 32MB
            fsync = \(survivePowerCut ? "on" : "off")
            full_page_writes = \(survivePowerCut ? "on" : "off")
            log_line_prefix = '%m [%p] %q%a '
            log_timezone = 'UTC'
            timezone = 'UTC'
            """ + "\n"
    }
}
