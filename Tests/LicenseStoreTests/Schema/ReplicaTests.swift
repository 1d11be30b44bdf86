import Foundation
import LicenseStore
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("What a replica may be asked")
    struct ReplicaTests {
        @Test("every read runs on a replica, for the server's own role", arguments: StoreQuery.reads)
        func read(query: StoreQuery) async throws {
            try await withStores { stores, loop in
                let database = stores.replica.database
                try await query.ask(database, loop)
                #expect(database.role?.role == .replica)
                #expect(database.statistics.errors == 0)
            }
        }

        @Test("every write is refused before it is sent once the replica is known as one", arguments: StoreQuery.writes)
        func write(query: StoreQuery) async throws {
            try await withStores { stores, loop in
                let database = stores.replica.database
                _ = try await stores.replica.reader.regionState(on: loop)
                let sent = database.statistics.queries

                let error = await #expect(throws: DatabaseError.self) { try await query.ask(database, loop) }

                #expect(error?.kind == .readOnly)
                #expect(database.statistics.queries == sent)
            }
        }

        @Test("every write is refused by the replica itself too, with 25006", arguments: StoreQuery.writes)
        func writeThatIsSent(query: StoreQuery) async throws {
            let disguised = ReadQuery<Void>(
                name: query.statement.name, sql: query.statement.sql, parameters: query.statement.parameters
            ) { _ in }
            try await withStores { stores, loop in
                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.replica.database.read(disguised, query.values, within: Store.limit, on: loop)
                }
                #expect(error?.sqlState == .readOnlyTransaction)
                #expect(error?.kind == .readOnly)
            }
        }

        @Test("no query of the store is missing above, and no two share a name")
        func everyQueryIsTested() throws {
            let walked = (StoreQuery.reads + StoreQuery.writes).map(\.statement.name)
            let files = try #require(
                FileManager.default.enumerator(at: RepositoryFiles.sources, includingPropertiesForKeys: nil))
            var declared: [String] = []
            for case let file as URL in files where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                declared += text.matches(of: /(?:Read|Write)Query<[\w.]+>\(\s*name: "([^"]+)"/).map { String($0.1) }
            }

            // A list has a statement for each set of its filters; `IssuanceListTests` walks them.
            #expect(declared.sorted() == walked.filter { $0 != "issuance.page" }.sorted())
            #expect(Set(walked).count == walked.count)
        }
    }
}
