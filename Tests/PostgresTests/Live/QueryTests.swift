import LocalRegions
import Postgres
import Reactor
import Testing

extension OnServer {
    @Suite("Queries on a real server")
    struct QueryTests {
        static let roundTrip = ReadQuery<[SQLValue]>(
            name: "test.round_trip",
            sql: "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12",
            parameters: [
                .bool, .int32, .int64, .text, .bytes, .uuid, .timestamp, .int32Array, .textArray, .bytesArray,
                .uuidArray, .text,
            ]
        ) { row throws(RowError) in
            [
                .bool(try row.bool(0)), .int32(try row.int32(1)), .int64(try row.int64(2)), .text(try row.text(3)),
                .bytes(try row.bytes(4)), .uuid(try row.uuid(5)), .timestamp(try row.timestamp(6)),
                .int32s(try row.int32s(7)), .texts(try row.texts(8)), .byteStrings(try row.byteStrings(9)),
                .uuids(try row.uuids(10)),
                .optional(try row.optional(11) { row, column throws(RowError) in try row.text(column) }),
            ]
        }

        @Test(
            "every kind of value comes back as it went",
            arguments: [
                [
                    .bool(true), .int32(.min), .int64(.max), .text("한국어 ünï"), .bytes([0, 255, 0]), .uuid(.max - 1),
                    .timestamp(.microseconds(1_700_000_000_123_456)), .int32s([1, nil, -3]), .texts(["a", nil, ""]),
                    .byteStrings([[], nil, [0]]), .uuids([0, nil, .max]), .text(""),
                ],
                [
                    .bool(false), .int32(0), .int64(.min), .text(""), .bytes([]), .uuid(0), .timestamp(.zero),
                    .int32s([]),
                    .texts([]), .byteStrings([]), .uuids([]), .null,
                ],
            ] as [[SQLValue]])
        func roundTrip(values: [SQLValue]) async throws {
            try await withDatabase(RegionPair.current.primary.target) { database, loop in
                let rows = try await database.read(Self.roundTrip, values, within: .seconds(5), on: loop)
                #expect(rows.map { zip($0, values).allSatisfy { $0 == $1 } } == [true])
            }
        }

        @Test("a thousand queries on one connection come back in order, each with its own answer")
        func thousandQueries() async throws {
            try await withDatabase(RegionPair.current.primary.target) { database, loop in
                _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                var answers: [Int32] = []
                await withCheckedContinuation { continuation in
                    for number in 0..<1_000 as Range<Int32> {
                        database.read(Asked.echo, [.int32(number)], within: .seconds(10), on: loop) { result in
                            answers.append((try? result.get().first) ?? -1)
                            if answers.count == 1_000 { continuation.resume() }
                        }
                    }
                    #expect(database.statistics.inFlight == 1_000)
                }
                #expect(answers == Array(0..<1_000))
                #expect(database.statistics.connects == 1)
            }
        }

        @Test("one query's error is its own, also in the middle of a pipeline")
        func errorsStaySeparate() async throws {
            let missing = ReadQuery<Int32>(name: "test.missing", sql: "SELECT 1 FROM no_such_table") { _ in 0 }
            try await withDatabase(RegionPair.current.primary.target) { database, loop in
                _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                var outcomes: [String] = []
                await withCheckedContinuation { continuation in
                    for query in [Asked.one, missing, missing, Asked.one] {
                        database.read(query, within: .seconds(5), on: loop) { result in
                            switch result {
                            case .success(let rows): outcomes.append("\(rows)")
                            case .failure(let error): outcomes.append(error.sqlState?.code ?? "\(error)")
                            }
                            if outcomes.count == 4 { continuation.resume() }
                        }
                    }
                }
                #expect(outcomes.sorted() == ["42P01", "42P01", "[1]", "[1]"])
                #expect(database.isReachable)
            }
        }

        @Test("a constraint that fails at the commit fails the write, though its rows had come")
        func deferredConstraint() async throws {
            let primary = try RegionPair.current.primary
            try await primary.query(
                """
                CREATE TABLE once (n int UNIQUE DEFERRABLE INITIALLY DEFERRED);
                GRANT ALL ON once TO evergrant; INSERT INTO once VALUES (1)
                """)
            let insert = WriteQuery<Int32>(
                name: "test.once", sql: "INSERT INTO once VALUES ($1) RETURNING n", parameters: [.int32]
            ) { row throws(RowError) in try row.int32(0) }
            try await withDatabase(primary.target) { database, loop in
                await #expect(throws: DatabaseError.self) {
                    try await database.write(insert, [.int32(1)], within: .seconds(5), on: loop)
                }
                let rows = try await database.write(insert, [.int32(2)], within: .seconds(5), on: loop)
                #expect(rows == [2])
            }
        }

        @Test("a slow statement is ended by the server, and the connection goes on")
        func statementTimeout() async throws {
            try await withDatabase(RegionPair.current.primary.target) {
                $0.session.statementTimeout = .milliseconds(500)
            } _: { database, loop in
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.read(Asked.sleep, [.int32(8_000)], within: .seconds(15), on: loop)
                }
                #expect(error?.sqlState == .queryCanceled)
                #expect(error?.kind == .canceled)
                let rows = try await database.read(Asked.one, within: .seconds(5), on: loop)
                #expect(rows == [1])
                #expect(database.statistics.losses == 0)
            }
        }

        @Test("a deadline ends a query and its connection, and another connection takes its place")
        func deadline() async throws {
            try await withDatabase(RegionPair.current.primary.target) { database, loop in
                _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                let took = await timed {
                    let error = await #expect(throws: DatabaseError.self) {
                        try await database.read(Asked.sleep, [.int32(10_000)], within: .milliseconds(200), on: loop)
                    }
                    #expect(error?.kind == .deadlineExceeded)
                    #expect(error?.isSafeToRetry == false)
                }
                #expect(took < .seconds(5), "long before the query is over")
                let rows = try await database.read(Asked.one, within: .seconds(5), on: loop)
                #expect(rows == [1])
                #expect(database.statistics.connects == 2)
            }
        }

        @Test("wrong parameters and wrong columns are errors that name no value")
        func misuse() async throws {
            let wrong = ReadQuery<Int64>(name: "test.wrong", sql: "SELECT 1") { row throws(RowError) in try row.int64(0)
            }
            try await withDatabase(RegionPair.current.primary.target) { database, loop in
                let parameters = await #expect(throws: DatabaseError.self) {
                    try await database.read(Asked.echo, [.text("x")], within: .seconds(5), on: loop)
                }
                let column = await #expect(throws: DatabaseError.self) {
                    try await database.read(wrong, within: .seconds(5), on: loop)
                }
                #expect(parameters?.kind == .invalidParameters)
                #expect(column?.kind == .unexpectedAnswer(RowError(column: 0, .wrongType(identifier: 23))))
            }
        }

        @Test("a statement that the server has forgotten is prepared again unseen")
        func forgottenStatement() async throws {
            let forget = ReadQuery<Int32>(name: "test.forget", sql: "DEALLOCATE ALL") { _ in 0 }
            try await withDatabase(RegionPair.current.primary.target) { database, loop in
                _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                _ = try await database.read(forget, within: .seconds(5), on: loop)
                let rows = try await database.read(Asked.one, within: .seconds(5), on: loop)
                #expect(rows == [1])
            }
        }

        @Test("a write to a replica is refused before anything is sent")
        func replicaRefusesWrites() async throws {
            let write = WriteQuery<Int32>(name: "test.write", sql: "SELECT 1") { row throws(RowError) in
                try row.int32(0)
            }
            try await withDatabase(RegionPair.current.replica.target) { database, loop in
                let rows = try await database.read(Asked.isInRecovery, within: .seconds(5), on: loop)
                #expect(rows == [true])
                #expect(database.role?.role == .replica)
                let before = database.statistics.queries
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write(write, within: .seconds(5), on: loop)
                }
                #expect(error?.kind == .readOnly)
                #expect(error?.isSafeToRetry == true)
                #expect(database.statistics.queries == before)
            }
        }

        @Test("a write that meets a read-only transaction makes the role a replica at once")
        func readOnlyTransactionFlipsRole() async throws {
            let write = WriteQuery<Int32>(
                name: "test.read_only",
                sql:
                    """
                    WITH r AS MATERIALIZED (SELECT set_config('transaction_read_only', 'on', true))
                    SELECT nextval('counter')::int4 FROM r
                    """
            ) { row throws(RowError) in try row.int32(0) }
            let primary = try RegionPair.current.primary
            try await primary.query("CREATE SEQUENCE counter; GRANT ALL ON counter TO evergrant")
            try await withDatabase(primary.target) {
                $0.pingInterval = .seconds(60)
            } _: { database, loop in
                _ = try await database.read(Asked.one, within: .seconds(5), on: loop)
                #expect(database.role?.role == .primary)
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.write(write, within: .seconds(5), on: loop)
                }
                #expect(error?.sqlState == .readOnlyTransaction)
                #expect(error?.kind == .readOnly)
                #expect(database.role?.role == .replica)
            }
        }
    }
}
