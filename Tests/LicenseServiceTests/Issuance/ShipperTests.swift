import Failover
import Foundation
import Journal
import Licensing
import LocalRegions
import Logging
import Postgres
import Reactor
import Synchronization
import Testing

@testable import LicenseService

extension OnPrimary {
    @Suite("Shipper", .serialized)
    struct ShipperTests {
        private let folder: TemporaryDirectory
        private let primary: PostgresCluster
        private let folders: JournalFolders
        private let state = ShippingState()
        private let loop: EventLoop

        init() throws {
            folder = try TemporaryDirectory(prefix: "evergrant-shipper")
            primary = try #require(OnPrimaryTrait.current)
            folders = JournalFolders(stateDirectory: folder.url.path)
            try folders.prepare()
            loop = try EventLoop.start(named: "shipper")
        }

        private func shipper(
            among hosts: [Configuration.DatabaseHost] = [], if mayTakeRecords: Bool = true
        ) -> Shipper {
            let candidates = PrimaryCandidates(
                DatabaseSettings(target: primary.target), hosts: hosts, resolver: NameResolver(),
                mayTakeRecords: { _ in mayTakeRecords })
            return Shipper(
                folders, to: candidates, state: state, interval: .milliseconds(50),
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        private func records(_ count: Int) throws -> [[UInt8]] {
            var generator = UUIDv7Generator()
            var random = SystemRandomNumberGenerator()
            return try (0..<count).map { _ in
                IssuanceRecord(
                    id: generator.next(at: 1_800_000_000_000, using: &random),
                    issuedAtMilliseconds: 1_800_000_000_000, region: "tokyo", site: try Samples.site(), subject: "ann",
                    tokenID: nil, system: .clearKey, outcome: .granted,
                    keys: [.init(Samples.keyID, of: try Samples.content())],
                    policyDigest: LicensePolicy.unlimited.digest
                ).encoded
            }
        }

        /// Appends to one journal, which is closed again; whose it is.
        @discardableResult
        private func append(_ records: [[UInt8]], to index: Int) async throws -> JournalInstance {
            try await append(records, to: index, on: loop)
        }

        private func append(
            _ records: [[UInt8]], to index: Int, on loop: isolated EventLoop
        ) async throws -> JournalInstance {
            let settings = JournalSettings(batchDelay: .zero)
            let journal = try await RecordJournal.open(
                in: folders.folder(ofLoop: index), settings: settings, on: loop)
            for record in records.dropLast() { try journal.append(record, on: loop) { _ in } }
            if let last = records.last { _ = try await journal.append(last, on: loop) }
            let instance = journal.instance
            await journal.close(on: loop)
            return instance
        }

        private func ship(among hosts: [Configuration.DatabaseHost] = [], if isAllowed: Bool = true) async -> String? {
            await ship(among: hosts, if: isAllowed, on: loop)
        }

        private func ship(
            among hosts: [Configuration.DatabaseHost], if isAllowed: Bool, on loop: isolated EventLoop
        ) async -> String? {
            await shipper(among: hosts, if: isAllowed).shipOnce(within: .seconds(20), on: loop)
        }

        private func held(_ instance: JournalInstance) async throws -> Int? {
            Int(try await primary.query("SELECT count(*) FROM issuance WHERE instance = '\(instance)'"))
        }

        private func shipped(_ index: Int) throws -> UInt64 {
            try JournalReader(folders.folder(ofLoop: index)).shipped()
        }

        @Test("records of every folder arrive once, also those of loops that are no more, in more than one statement")
        func allFolders() async throws {
            let first = try await append(records(Shipper.batchMax * 2 + 7), to: 0)
            let leftOver = try await append(records(3), to: 7)

            #expect(await ship() == nil)
            #expect(await ship() == nil)

            #expect(try await held(first) == Shipper.batchMax * 2 + 7)
            #expect(try await held(leftOver) == 3)
            #expect(try shipped(0) == UInt64(Shipper.batchMax * 2 + 7) && shipped(7) == 3)
            #expect(state.unshipped.load(ordering: .relaxed) == 0 && state.oldestAge == .zero)
        }

        @Test("what was sent and not marked, because of a crash in between, is sent again and stored once")
        func sentAgain() async throws {
            let instance = try await append(records(20), to: 0)
            #expect(await ship() == nil)
            try FileManager.default.removeItem(atPath: folders.folder(ofLoop: 0) + "/shipped")

            #expect(await ship() == nil)

            #expect(try await held(instance) == 20)
            #expect(try shipped(0) == 20)
        }

        @Test("a primary that was left behind is given nothing, and nothing is marked")
        func leftBehind() async throws {
            let instance = try await append(records(5), to: 0)

            #expect(await ship(if: false)?.contains("left behind") == true)
            #expect(try await held(instance) == 0)
            #expect(try shipped(0) == 0)
            #expect(state.unshipped.load(ordering: .relaxed) == 5)
        }

        @Test("another record in the same place stops that journal and no other, and says which")
        func conflict() async throws {
            let instance = try await append(records(4), to: 0)
            let other = try await append(records(4), to: 1)
            try await primary.query(
                """
                INSERT INTO issuance (instance, sequence, chain_hash, id, issued_at, region, site, contents, key_ids,
                                      system, outcome, policy_digest)
                VALUES ('\(instance)', 3, '\\x00', gen_random_uuid(), now(), 'r', 's', '{}', '{}', 'x', 'y', '\\x00')
                """)

            let problem = await ship()

            #expect(problem?.contains("another record 3") == true, "\(problem ?? "")")
            #expect(try shipped(0) == 0 && shipped(1) == 4)
            #expect(try await held(other) == 4)
        }

        @Test("what an older program cannot read waits for a newer one, and what stands before it goes")
        func unreadable() async throws {
            let instance = try await append(records(2) + [[99, 1, 2]] + records(1), to: 0)

            #expect(await ship()?.contains("record 3") == true)
            #expect(try await held(instance) == 2)
            #expect(try shipped(0) == 2)
        }

        @Test("a place that takes connections and never answers holds up neither the records nor the loop")
        func silentPlace() async throws {
            let silent = try ListeningSocket(on: try #require(SocketAddress(numeric: "127.0.0.1", port: 0)))
            let instance = try await append(records(10), to: 0)
            let hosts: [Configuration.DatabaseHost] = [
                .init(host: "127.0.0.1", port: silent.address.port), .init(host: primary.address.host, port: nil),
            ]

            let longestTurn = try await longestTurnWhileShipping(among: hosts, on: loop) {
                try await held(instance) == 10
            }

            // Whoever waited for the silent place would wait for all of this.
            #expect(longestTurn < DatabaseSettings(target: primary.target).connectTimeout)
        }

        /// Ships as a server does until `isDone`, and says how long the loop was ever kept from its timers.
        private func longestTurnWhileShipping(
            among hosts: [Configuration.DatabaseHost], on loop: isolated EventLoop,
            until isDone: () async throws -> Bool
        ) async throws -> Duration {
            let shipper = shipper(among: hosts)
            let work = Task { await shipper.work(on: loop) }
            var longest: Duration = .zero
            var isLate = false
            let deadline = ContinuousClock.now + .seconds(20)
            while try await !isDone() {
                let start = ContinuousClock.now
                try await loop.sleep(for: .milliseconds(10))
                longest = max(longest, ContinuousClock.now - start)
                isLate = ContinuousClock.now > deadline
                if isLate { break }
            }
            work.cancel()
            await work.value
            #expect(!isLate)
            return longest
        }
    }
}
