internal import Foundation

/// What happens to databases, done on purpose.
extension PostgresCluster {
    /// Kills the postmaster as a crash would and returns once none of its processes is left.
    ///
    /// The others notice by themselves that it is gone; one that is halted or busy is helped along, or the next start
    /// would find its shared memory in use.
    package func kill9() async throws {
        guard let postmaster else { return }
        let helpers = ProcessTable.children(of: postmaster.processID)
        postmaster.send(SIGKILL)
        try await postmaster.exit(within: .seconds(5))
        do {
            try await eventually("the helpers of \(region) have ended", within: .seconds(2)) {
                !helpers.contains(where: ProcessTable.isAlive)
            }
        } catch {
            for helper in helpers where ProcessTable.isAlive(helper) { _ = kill(helper, SIGKILL) }
        }
        try await eventually("no process of \(region) is left", within: .seconds(5)) {
            !helpers.contains(where: ProcessTable.isAlive)
        }
    }

    /// Halts every process: the kernel still takes connections and acknowledges bytes, and nobody answers.
    package func stop() async throws {
        guard let postmaster else { return }
        postmaster.send(SIGSTOP)  // First, so that it starts no process that we would miss.
        for process in ProcessTable.children(of: postmaster.processID) { _ = kill(process, SIGSTOP) }
        try await eventually("\(region) is halted", within: .seconds(5)) {
            ([postmaster.processID] + ProcessTable.children(of: postmaster.processID)).allSatisfy(
                ProcessTable.isStopped)
        }
    }

    /// Lets every halted process go on.
    package func cont() {
        guard let postmaster else { return }
        for process in ProcessTable.children(of: postmaster.processID) { _ = kill(process, SIGCONT) }
        postmaster.send(SIGCONT)
    }

    /// Shuts down in order, disconnecting everybody (PostgreSQL's "fast" mode).
    package func shutDown() async {
        cont()
        await postmaster?.terminate(SIGINT)
        postmaster = nil
    }

    /// Starts again, after a crash or a shutdown; nothing is rebuilt.
    package func restart() async throws {
        await shutDown()
        try await start()
    }

    /// Starts again unless it runs.
    package func revive() async throws {
        if !isRunning { try await restart() }
    }

    /// Ends a replica's streaming and keeps it from coming back, without a word to the replica's server.
    func refuseReplica(_ region: String) async throws {
        try await query("ALTER ROLE replicator NOLOGIN")
        try await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_replication WHERE application_name = '\(region)'")
    }

    func admitReplicas() async throws { try await query("ALTER ROLE replicator LOGIN") }

    /// The replica goes on receiving and keeps what it shows as it is.
    func pauseReplay() async throws { try await query("SELECT pg_wal_replay_pause()") }

    func resumeReplay() async throws { try await query("SELECT pg_wal_replay_resume()") }

    /// Makes a replica a primary, as an operator would, and returns once it takes writes.
    package func promote() async throws {
        try await query("SELECT pg_promote(true, 30)", database: "postgres")
        try await eventually("\(region) is a primary", within: .seconds(30)) {
            try await query("SELECT pg_is_in_recovery()", database: "postgres") == "f"
        }
    }
}
