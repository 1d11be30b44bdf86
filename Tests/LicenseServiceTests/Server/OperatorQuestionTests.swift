import Daemon
import Foundation
import HTTPServer
import LicenseStore
import Licensing
import LocalRegions
import Logging
import Postgres
import Reactor
import Testing

@testable import LicenseService

extension OnPrimary {
    @Suite("Operators' questions beside players'", .serialized)
    struct OperatorQuestionTests {
        private let folder: TemporaryDirectory
        private let primary: PostgresCluster

        init() throws {
            folder = try TemporaryDirectory(prefix: "evergrant-operators")
            primary = try #require(OnPrimaryTrait.current)
        }

        @Test(
            "a player's question is answered while an operator's waits for a lock, and the operator is told to return")
        func playersDoNotWait() async throws {
            let plant = try plant()
            let loop = try EventLoop.start(named: "operators")
            defer { loop.stop() }
            try await withLockedRecords { try await ask(plant, on: loop) }
        }

        private func ask(_ plant: Plant, on loop: isolated EventLoop) async throws {
            let service = try LoopService(plant, metrics: plant.metrics[0], on: loop)
            service.database.open(on: loop)
            _ = try await service.reader.keyEncryptionKeys(on: loop)
            let list = IssuanceList(reader: service.operatorReader(on: loop))
            _ = try await list.reader.keyEncryptionKeys(on: loop)

            let asked = service.operatorDatabase.statistics.queries
            let question = Question()
            let operators = Task { question.end = await Self.end(of: list, on: loop) }
            while service.operatorDatabase.statistics.queries == asked { await Task.yield() }
            let found = try await service.reader.tokenKey(TokenKeyName("nobodys"), on: loop)

            for _ in 0..<20 { await Task.yield() }  // An end that came with the answer is known by then.

            #expect(found == nil)
            #expect(question.end == nil, "the operator still waits")
            await operators.value
            #expect(question.end?.code == .databaseUnavailable)
            #expect(question.end?.retryAfter != nil)
            #expect(service.database.statistics.losses == 0)
            await service.close(on: loop)
        }

        private static func end(of list: IssuanceList, on loop: isolated EventLoop) async -> Problem? {
            do throws(Problem) {
                _ = try await list.rows(IssuanceFilter(), after: nil, count: 1, on: loop)
                return nil
            } catch {
                return error
            }
        }

        /// With a lock on `issuance` that somebody else holds for as long as `body` takes.
        private func withLockedRecords(_ body: () async throws -> Void) async throws {
            let holder = Task { [primary] in
                _ = try? await primary.query("BEGIN; LOCK TABLE issuance; SELECT pg_sleep(60)", within: .seconds(90))
            }
            try await eventually("the table is locked", within: .seconds(20)) {
                try await primary.query(Self.held).contains("1")
            }
            var failure: (any Error)?
            do { try await body() } catch { failure = error }
            try await primary.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE \(Self.isHeld)")
            await holder.value
            if let failure { throw failure }
        }

        private static let isHeld =
            "relation = 'issuance'::regclass AND mode = 'AccessExclusiveLock' AND granted"
        private static let held = "SELECT count(*) FROM pg_locks WHERE \(isHeld)"

        private func plant() throws -> Plant {
            let (keys, password) = (folder.url.appending(path: "kek"), folder.url.appending(path: "password"))
            try Data(String(repeating: "07", count: 32).utf8).write(to: keys)
            try Data(primary.address.password.utf8).write(to: password)
            let configuration = try Configuration(
                text: """
                    region: seoul
                    loops: 1
                    journal: {enabled: false}
                    keyEncryptionKeyFile: \(keys.path)
                    database:
                      host: \(primary.address.host)
                      port: \(primary.address.port)
                      name: \(primary.address.database)
                      user: \(primary.address.user)
                      passwordFile: \(password.path)
                    """, environment: [:], processorCount: 1)
            return try Plant(configuration, environment: [:], threshold: LogThreshold(.critical))
        }

        /// How the operator's question ended; lives on the loop.
        private final class Question {
            var end: Problem?
        }
    }
}
