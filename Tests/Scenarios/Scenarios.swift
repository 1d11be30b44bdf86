import Foundation
import LocalRegions
import Testing

/// Stories of regions that fall over: real sockets, real PostgreSQL, one story per file, one story at a time.
@Suite("Scenarios", .serialized, .timeLimit(.minutes(5)))
struct Scenarios {}

/// Runs a story in two fresh regions, and keeps the servers' last words when it fails.
func withTwoRegions(_ story: (TwoRegions) async throws -> Void) async throws {
    let regions = try await TwoRegions.start(survivePowerCut: false)
    do {
        try await story(regions)
    } catch {
        for region in regions.regions { Issue.record("\(region.name): \(lastWords(of: region.server.log))") }
        await regions.stop()
        throw error
    }
    await regions.stop()
}

func lastWords(of log: URL) -> String {
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(10).joined(separator: "\n")
}

/// Comes back when every loop of a server says yes.
///
/// Each loop learns for itself, and the kernel gives a connection to any of them: two loops are both heard in so many
/// questions, each over a connection of its own, but for one time in thirty thousand.
func everyLoopSays(
    _ fact: String, within limit: Duration = .seconds(30), _ holds: () async throws -> Bool
) async throws {
    try await eventually(fact, within: limit) {
        for _ in 0..<16 {
            guard try await holds() else { return false }
        }
        return true
    }
}

extension TwoRegions {
    /// Has a server read its files again, and comes back when each of its loops goes on with them.
    func reload(_ region: Region) async throws {
        let before = try await reloads(of: region)
        await region.server.reload()
        try await eventually("\(region.name) has reloaded", within: .seconds(30)) {
            try await reloads(of: region) > before
        }
    }

    private func reloads(of region: Region) async throws -> Double {
        let page = try await client.answer(.get(region.endpoints.operations.appending(path: "metrics"))).text
        return MetricsText(page).sum(of: "evergrant_reloads_total", where: #"outcome="applied""#)
    }

    /// The verdict of a region, over TLS as a prober asks.
    func health(of region: Region) async throws -> WebAnswer {
        try await client.answer(.get(region.endpoints.secure.appending(path: "health")))
    }

    /// Asks a region for the licenses of a content, as a player would.
    func license(_ content: String, keys: [PackagerAPI.Key], at region: Region) async throws -> WebAnswer {
        let request = WebRequest(
            "POST", region.endpoints.secure.appending(path: "v1/licenses/clearkey"),
            headers: [("Authorization", "Bearer \(try await site.token(for: content))")],
            body: try ClearKeyChallenge(keyIDs: keys.map(\.keyId)).encoded())
        return try await client.answer(request)
    }

    /// Creates a content in Seoul and returns what the server says about it.
    @discardableResult
    func create(_ content: String) async throws -> PackagerAPI.Content {
        try await site.packager.put(content, at: seoul.endpoints).expecting(201).decode()
    }

    /// How many rows each table of a region's database has: what must not change where nobody may write.
    func rowCounts(of region: Region) async throws -> String {
        try await region.database.query(
            """
            SELECT relname, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname), \
            false, true, '')))[1] FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1
            """)
    }
}
