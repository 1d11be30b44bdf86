import LocalRegions
import Postgres
import Reactor
import Testing

extension OnServer {
    @Suite("Durable writes")
    struct DurabilityTests {
        private static let insert = WriteQuery<Int32>(
            name: "test.insert", sql: "INSERT INTO kept (n) VALUES ($1) RETURNING n", parameters: [.int32]
        ) { row throws(RowError) in try row.int32(0) }

        private static let count = ReadQuery<Int64>(
            name: "test.count", sql: "SELECT count(*) FROM kept"
        ) { row throws(RowError) in try row.int64(0) }

        /// A table of the test's own on the shared pair; without a synchronous standby nothing waits inside the server.
        private func withTable(
            isSynchronous: Bool = true,
            _ body: @Sendable (RegionPair, Database, isolated EventLoop) async throws -> Void
        ) async throws {
            let pair = try RegionPair.current
            try await pair.primary.query("CREATE TABLE kept (n int PRIMARY KEY); GRANT ALL ON kept TO evergrant")
            try await pair.primary.nameSynchronousStandby(isSynchronous ? "tokyo" : "")
            do {
                try await withDatabase(pair.primary.target, connections: 2) { database, loop in
                    try await body(pair, database, loop)
                }
            } catch {
                try await pair.primary.query("DROP TABLE kept")
                throw error
            }
            try await pair.primary.query("DROP TABLE kept")
        }

        @Test("a confirmed write names the standby and can be read there at once", arguments: [true, false])
        func confirmed(isSynchronous: Bool) async throws {
            try await withTable(isSynchronous: isSynchronous) { pair, database, loop in
                for number in 0..<20 as Range<Int32> {
                    let answer = try await database.write(
                        Self.insert, [.int32(number)], within: .seconds(5), confirmingWithin: .seconds(5), on: loop)
                    #expect(answer.rows == [number])
                    #expect(answer.standbys == ["tokyo"])
                    let there = try await pair.replica.query("SELECT count(*) FROM kept WHERE n = \(number)")
                    #expect(there == "1")
                }
            }
        }

        @Test("a stopped standby leaves the write in place, unconfirmed, within the bound, and hurts no other write")
        func standbyStopped() async throws {
            try await withTable() { pair, database, loop in
                _ = try await database.read(Self.count, within: .seconds(5), on: loop)
                try await pair.replica.stop()
                let durable = Task {
                    try await timed {
                        let answer = try await database.write(
                            Self.insert, [.int32(1)], within: .seconds(5), confirmingWithin: .seconds(2), on: loop)
                        #expect(answer.rows == [1])
                        #expect(answer.standbys == [])
                    }
                }
                let plain = try await timed {
                    _ = try await database.write(Self.insert, [.int32(2)], within: .seconds(5), on: loop)
                }
                let took = try await durable.value
                #expect(plain < .milliseconds(1_500), "it waits for nobody")
                #expect(took >= .seconds(2) && took < .seconds(4))
                let rows = try await database.read(Self.count, within: .seconds(5), on: loop)
                #expect(rows == [2])

                await pair.replica.cont()
                try await eventually("the standby holds everything again", within: .seconds(10)) {
                    try await database.standbysHoldingEverything(within: .seconds(5), on: loop) == ["tokyo"]
                }
                let again = try await database.write(
                    Self.insert, [.int32(3)], within: .seconds(5), confirmingWithin: .seconds(5), on: loop)
                #expect(again.standbys == ["tokyo"])
            }
        }

        @Test("a standby that receives and does not replay confirms nothing", arguments: [true, false])
        func replayPaused(isSynchronous: Bool) async throws {
            try await withTable(isSynchronous: isSynchronous) { pair, database, loop in
                try await pair.replica.query("SELECT pg_wal_replay_pause()", database: "postgres")
                try await eventually("replay is paused", within: .seconds(5)) {
                    try await pair.replica.query("SELECT pg_get_wal_replay_pause_state()", database: "postgres")
                        == "paused"
                }
                let paused = try await database.write(
                    Self.insert, [.int32(1)], within: .seconds(5), confirmingWithin: .milliseconds(300), on: loop)
                #expect(paused.standbys == [])

                try await pair.replica.query("SELECT pg_wal_replay_resume()", database: "postgres")
                let resumed = try await database.write(
                    Self.insert, [.int32(2)], within: .seconds(5), confirmingWithin: .seconds(5), on: loop)
                #expect(resumed.standbys == ["tokyo"])
            }
        }

        @Test("fifty durable writes at once share the leased connections and are all confirmed")
        func manyAtOnce() async throws {
            try await withTable() { _, database, loop in
                var answers: [Set<String>] = []
                await withCheckedContinuation { continuation in
                    for number in 0..<50 as Range<Int32> {
                        Task {
                            let answer = try? await database.write(
                                Self.insert, [.int32(number)], within: .seconds(20), confirmingWithin: .seconds(20),
                                on: loop)
                            answers.append(answer?.standbys ?? [])
                            if answers.count == 50 { continuation.resume() }
                        }
                    }
                }
                #expect(answers.allSatisfy { $0 == ["tokyo"] })
            }
        }

        @Test("a write that the server refuses is refused, and its connection serves the next")
        func refused() async throws {
            try await withTable() { _, database, loop in
                for expected in [nil, SQLState.uniqueViolation, .uniqueViolation] {
                    do throws(DatabaseError) {
                        _ = try await database.write(
                            Self.insert, [.int32(1)], within: .seconds(5), confirmingWithin: .seconds(5), on: loop)
                        #expect(expected == nil)
                    } catch {
                        #expect(error.sqlState == expected)
                    }
                }
            }
        }
    }
}

extension PostgresCluster {
    fileprivate func nameSynchronousStandby(_ name: String) async throws {
        try await query("ALTER SYSTEM SET synchronous_standby_names = '\(name)'", database: "postgres")
        try await query("SELECT pg_reload_conf()", database: "postgres")
        try await eventually("synchronous_standby_names is '\(name)'", within: .seconds(5)) {
            try await query("SHOW synchronous_standby_names", database: "postgres") == name
        }
    }
}
