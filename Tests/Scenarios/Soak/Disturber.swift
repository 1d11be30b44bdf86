import Foundation
import LocalRegions

/// Does to two regions what happens to servers in the course of a year, one thing after another.
struct Disturber: Sendable {
    let regions: TwoRegions
    let ledger: SoakLedger
    /// Between two disturbances, once the last one has healed.
    let calm: Duration

    private enum Deed: CaseIterable {
        case reload, terminateBackends, newCertificate, restartReplica, restartPrimary
    }

    /// Goes on until the run is over, and heals what it has begun.
    func work() async throws {
        while true {
            for deed in Deed.allCases {
                let next = ContinuousClock.now + calm
                while ContinuousClock.now < next {
                    if await ledger.isOver { return }
                    try await Task.sleep(for: .milliseconds(200))
                }
                try await perform(deed)
            }
        }
    }

    private func perform(_ deed: Deed) async throws {
        switch deed {
        case .reload: try await reload()
        case .newCertificate:
            try await regions.authority.renew()
            try await reload()
        case .terminateBackends:
            for region in regions.regions {
                try await disturb(region, "its connections to the database are cut", takesDatabase: true) {
                    try await region.database.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'evergrant'")
                }
            }
        case .restartReplica: try await restart(regions.tokyo)
        case .restartPrimary: try await restart(regions.seoul)
        }
    }

    private func restart(_ region: Region) async throws {
        try await disturb(region, "its database is restarted", takesDatabase: true) {
            try await region.database.restart()
        }
    }

    /// SIGHUP, which must not be noticed by anybody.
    private func reload() async throws {
        for region in regions.regions {
            try await disturb(region, "its server reloads", takesDatabase: false) {
                try await regions.reload(region)
            }
        }
    }

    private func disturb(
        _ region: Region, _ what: String, takesDatabase: Bool, _ body: () async throws -> Void
    ) async throws {
        let from = Date.now
        try await body()
        let health = region.endpoints.operations.appending(path: "health")
        try await eventually("\(region.name) is healthy again", within: .seconds(60)) {
            try await regions.client.answer(.get(health)).status == 200
        }
        await ledger.note(
            SoakDisturbance(region: region.name, what: what, from: from, until: .now, takesDatabase: takesDatabase))
    }
}
