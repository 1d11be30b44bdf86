import LocalRegions
import Postgres
import Reactor
import Testing

extension OnServer {
    @Suite("Databases that fail")
    struct FaultTests {
        @Test("a killed server is noticed within a second, and used again once it is back")
        func killed() async throws {
            try await withPrimary { primary, _ in
                try await withDatabase(primary.target, connections: 2) { database, loop in
                    _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                    try await primary.kill9()
                    try await eventually("the loss is noticed", within: .seconds(1)) { !database.isReachable }

                    let error = await #expect(throws: DatabaseError.self) {
                        try await database.read(Asked.one, within: .milliseconds(100), on: loop)
                    }
                    #expect(error?.kind == .unreachable)
                    #expect(error?.isSafeToRetry == true)

                    try await primary.start()
                    let rows = try await database.read(Asked.one, within: .seconds(10), on: loop)
                    #expect(rows == [1])
                }
            }
        }

        @Test("a replica that starts again is not asked before it has applied what it holds, even with no primary left")
        func restartedReplica() async throws {
            try await withRegionPair { pair in
                try await pair.primary.query("CREATE TABLE promise AS SELECT 1 AS kept")
                try await pair.primary.query("GRANT SELECT ON promise TO evergrant")
                // What was applied when it was killed is applied again when it starts, here so late that one sees it.
                try await pair.replica.query("ALTER SYSTEM SET recovery_min_apply_delay = '6s'")
                try await pair.replica.query("SELECT pg_reload_conf()")
                try await pair.primary.query("INSERT INTO promise VALUES (2)")
                let position = try await pair.primary.query("SELECT pg_current_wal_flush_lsn()")
                try await eventually("the replica holds it", within: .seconds(10)) {
                    try await pair.replica.query("SELECT pg_last_wal_receive_lsn() >= '\(position)'") == "t"
                }

                try await pair.primary.kill9()
                try await pair.replica.kill9()
                try await pair.replica.start()

                let kept = ReadQuery<Int32>(
                    name: "test.kept", sql: "SELECT kept FROM promise ORDER BY kept"
                ) { row throws(RowError) in try row.int32(0) }
                try await withDatabase(pair.replica.target) { database, loop in
                    let rows = try await database.read(kept, within: .seconds(30), on: loop)
                    #expect(rows == [1, 2])
                }
            }
        }

        @Test("a server that somebody has seen is connected to at once, however long the pause would have been")
        func serverSeen() async throws {
            try await withPrimary { primary, _ in
                try await withDatabase(primary.target, connections: 2) {
                    $0.reconnectBase = .seconds(3_600)
                    $0.reconnectCap = .seconds(3_600)
                } _: { database, loop in
                    _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                    try await primary.kill9()
                    try await eventually("the loss is noticed", within: .seconds(1)) { !database.isReachable }
                    try await primary.start()

                    database.serverWasSeen(on: loop)
                    let rows = try await database.read(Asked.one, within: .seconds(10), on: loop)
                    #expect(rows == [1])
                }
            }
        }

        @Test("a killed backend costs a read nothing: it is sent again on another connection")
        func killedBackend() async throws {
            try await withPrimary { primary, _ in
                try await withDatabase(primary.target) {
                    $0.session.statementTimeout = .seconds(15)
                } _: { database, loop in
                    _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                    let slow = Task {
                        try await database.read(Asked.sleep, [.int32(2_500)], within: .seconds(20), on: loop)
                    }
                    try await eventually("the query runs", within: .seconds(5)) {
                        let sql =
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep($1%'"
                        return try await primary.query(sql) == "2"  // Ours, and this one.
                    }
                    try await primary.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'evergrant'")
                    #expect(try await slow.value == [false])
                    #expect(database.statistics.retries == 1)
                }
            }
        }

        @Test("a stopped server is given up by our own clock, and used again when it goes on")
        func stopped() async throws {
            try await withPrimary { primary, _ in
                try await withDatabase(primary.target, connections: 2) {
                    // Longer than it takes to stop a server: the query is to find it out first, and the idle one after.
                    $0.pingInterval = .seconds(2)
                    $0.pingTimeout = .milliseconds(300)
                    $0.connectTimeout = .milliseconds(300)
                } _: { database, loop in
                    try await eventually("both are there", within: .seconds(10)) { database.statistics.ready == 2 }
                    try await primary.stop()
                    let error = await #expect(throws: DatabaseError.self) {
                        try await database.read(Asked.one, within: .milliseconds(200), on: loop)
                    }
                    #expect(error?.kind == .deadlineExceeded)
                    try await eventually("the idle connection gives up as well", within: .seconds(5)) {
                        !database.isReachable
                    }

                    await primary.cont()
                    let rows = try await database.read(Asked.one, within: .seconds(10), on: loop)
                    #expect(rows == [1])
                }
            }
        }

        @Test("a promotion is seen on an idle connection within a second, and writes go at once")
        func promoted() async throws {
            let write = WriteQuery<Int32>(name: "test.create", sql: "CREATE TABLE promoted (n int)") { _ in 0 }
            try await withRegionPair { pair in
                try await withDatabase(pair.replica.target) { database, loop in
                    _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                    #expect(database.role?.role == .replica)
                    var changes: [DatabaseRole] = []
                    database.onRoleChange = { changes.append($0) }

                    try await pair.replica.promote()
                    try await eventually("the role is primary", within: .seconds(1)) { database.role?.role == .primary }

                    _ = try await database.write(write, within: .seconds(5), on: loop)
                    #expect(changes == [.primary])
                    #expect(database.statistics.losses == 0)
                }
            }
        }

        @Test("a loop that is told of a promotion knows of it at once, long before it would have asked")
        func toldOfPromotion() async throws {
            try await withRegionPair { pair in
                try await withDatabase(pair.replica.target, connections: 2) {
                    $0.pingInterval = .seconds(3_600)
                } _: { database, loop in
                    _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                    try await pair.replica.promote()
                    #expect(database.role?.role == .replica, "nobody has asked")

                    database.roleWasSeenToChange(on: loop)
                    try await eventually("the role is primary", within: .seconds(1)) { database.role?.role == .primary }
                }
            }
        }

        @Test("a read that replay cancels on a standby is sent again")
        func recoveryConflict() async throws {
            let slowCount = ReadQuery<Int64>(
                name: "test.slow_count", sql: "SELECT count(*) FROM conflict, (SELECT pg_sleep(2)) AS s"
            ) { row throws(RowError) in try row.int64(0) }
            try await withRegionPair { pair in
                try await pair.primary.query(
                    "CREATE TABLE conflict AS SELECT 1 AS n; GRANT ALL ON conflict TO evergrant")
                try await pair.replica.query("ALTER SYSTEM SET max_standby_streaming_delay = 0", database: "postgres")
                try await pair.replica.query("SELECT pg_reload_conf()", database: "postgres")
                try await eventually("the table is on the replica", within: .seconds(5)) {
                    try await pair.replica.query("SELECT count(*) FROM conflict") == "1"
                }
                try await withDatabase(pair.replica.target) {
                    $0.session.statementTimeout = .seconds(15)
                } _: { database, loop in
                    _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                    let slow = Task { try await database.read(slowCount, within: .seconds(20), on: loop) }
                    try await eventually("the read runs", within: .seconds(5)) {
                        let sql =
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%FROM conflict, %'"
                        return try await pair.replica.query(sql) == "2"  // Ours, and this one.
                    }
                    try await pair.primary.query("TRUNCATE conflict")

                    #expect(try await slow.value == [0])
                    #expect(database.statistics.retries == 1)
                    #expect(database.statistics.losses == 0)
                }
            }
        }
    }
}
