import Foundation
import LocalRegions

/// Waits until all is quiet after a schedule and writes down what is there, in both databases, both servers and all
/// journals.
struct Investigator: Sendable {
    let regions: TwoRegions
    let client: ChaosClient

    /// How long a healed region may take to be well, on a busy machine.
    private static let patience = Duration.seconds(30)

    /// Whether each region's database is in recovery.
    func roles() async throws -> [String: Bool] {
        var roles: [String: Bool] = [:]
        for region in regions.regions {
            roles[region.name] = try await region.database.query("SELECT pg_is_in_recovery()") == "t"
        }
        return roles
    }

    /// Returns once both regions are healthy, every record is shipped, and the replica has everything.
    func quiet() async throws {
        for region in regions.regions {
            try await eventually("\(region.name) is healthy", within: Self.patience, every: .milliseconds(100)) {
                await regions.client.status(of: region.endpoints.secure.appending(path: "health")) == 200
            }
        }
        try await regions.seoul.database.waitForReplica(regions.tokyo.name)
        for region in regions.regions {
            try await eventually("\(region.name) has shipped its records", within: Self.patience) {
                try await region.server.operatorTool.run("journal", "stat").split(separator: "\n")
                    .allSatisfy { $0.hasSuffix("unshipped 0") }
            }
        }
        let position = try await regions.seoul.database.query("SELECT pg_current_wal_flush_lsn()")
        try await eventually("the replica has caught up", within: Self.patience) {
            try await regions.tokyo.database.query("SELECT pg_last_wal_replay_lsn() >= '\(position)'") == "t"
        }
    }

    /// - Parameters:
    ///   - roles: What the databases were before the load began.
    ///   - prefix: Of the contents that are looked at.
    func evidence(of operations: [Operation], roles: [String: Bool], prefix: String) async throws -> Evidence {
        let records = operations.compactMap { $0.acknowledgment?.record }
        async let primary = facts(of: regions.seoul, records: records, prefix: prefix, roles)
        async let replica = facts(of: regions.tokyo, records: [], prefix: prefix, roles)
        var journals: [JournalFacts] = []
        for region in regions.regions {
            journals += try await JournalFacts.read(region.verifiedJournals(), region: region.name)
        }
        return try await Evidence(primary: primary, replica: replica, journals: journals, operations: operations)
    }

    private func facts(
        of region: Region, records: [String], prefix: String, _ roles: [String: Bool]
    ) async throws -> RegionFacts {
        let database = region.database
        let state = try await database.query(
            "SELECT pg_is_in_recovery(), timeline_id FROM pg_control_checkpoint()"
        ).split(separator: "|")
        let names = try await database.query(
            "SELECT name FROM content WHERE site = '\(regions.site.name)' AND name LIKE '\(prefix)%'")
        return try await RegionFacts(
            region: region.name, wasInRecovery: roles[region.name] == true, isInRecovery: state.first == "t",
            timeline: state.last.map(String.init) ?? "",
            contents: contents(names.split(separator: "\n").map(String.init), of: region),
            recordCounts: database.recordCounts(of: records), chains: database.chains(),
            digest: database.digestOfRows())
    }
}

extension Investigator {
    /// Asked at a time; each is a connection of its own.
    private static let readers = 8

    /// What the region's own server answers, which alone can open the keys.
    private func contents(_ names: [String], of region: Region) async throws -> [String: Set<HeldKey>] {
        try await withThrowingTaskGroup(of: [String: Set<HeldKey>].self) { group in
            for reader in 0..<Self.readers {
                let share = stride(from: reader, to: names.count, by: Self.readers).map { names[$0] }
                group.addTask { try await contents(oneByOne: share, of: region) }
            }
            return try await group.reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
        }
    }

    private func contents(oneByOne names: [String], of region: Region) async throws -> [String: Set<HeldKey>] {
        var found: [String: Set<HeldKey>] = [:]
        for name in names {
            let url = regions.site.packager.url(of: name, at: region.endpoints)
            try await eventually("\(region.name) answers for \(name)", within: Self.patience) {
                guard case .acknowledged(let answer) = await client.read(url) else { return false }
                found[name] = answer.keys
                return true
            }
        }
        return found
    }
}
