import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("a main database that comes back after Tokyo was promoted takes no write, also after its server's restart")
    func stalePrimary() async throws {
        try await withTwoRegions { regions in
            try await regions.create("film")
            try await regions.seoul.database.kill9()
            try await regions.tokyo.database.promote()
            // Each of Tokyo's loops asks the database for itself, so one may know a moment later.
            try await eventually("Tokyo takes writes", within: .seconds(20)) {
                try await regions.site.packager.put("series", at: regions.tokyo.endpoints).status == 201
            }
            try await regions.seoul.database.restart()

            try await everyWriteIsRefused(in: regions)
            try await seoulSaysSo(of: regions)
            try await seoulRemembersIt(in: regions)
        }
    }

    /// From the first moment on: no write gets in before the promotion is known.
    private func everyWriteIsRefused(in regions: TwoRegions) async throws {
        let seoul = regions.seoul
        let before = try await contents(of: regions.seoul)
        try await eventually("Seoul knows of the promotion", within: .seconds(20), every: .milliseconds(5)) {
            let answer = try await regions.site.packager.put("lost-\(UUID())", at: seoul.endpoints)
            #expect(answer.status == 503)
            return answer.problem == "stale-primary"
        }
        #expect(try await contents(of: regions.seoul) == before)
        #expect(try await seoul.database.query("SELECT pg_is_in_recovery()") == "f", "it calls itself a primary")
    }

    private func seoulSaysSo(of regions: TwoRegions) async throws {
        try await everyLoopSays("Seoul has its database back, and only reads") {
            try await regions.health(of: regions.seoul).header("Evergrant-Mode") == "read-only"
        }
        let health = try await regions.health(of: regions.seoul)
        #expect(health.status == 503)
        #expect(String(decoding: health.body, as: UTF8.self).contains("tokyo has been promoted to timeline 2"))
        let refusal = try await regions.site.packager.put("elsewhere", at: regions.seoul.endpoints)
        #expect(refusal.problem == "stale-primary")
        let problem = try refusal.decode(WriteRefusal.self)
        #expect(problem.region == "seoul")
        #expect(problem.writableRegion == regions.tokyo.endpoints.secure.absoluteString)
        #expect(try await regions.health(of: regions.tokyo).status == 200)
    }

    private func seoulRemembersIt(in regions: TwoRegions) async throws {
        await regions.tokyo.server.stop()
        await regions.seoul.server.stop()
        try await regions.seoul.server.start()
        try await eventually("Seoul knows what it knew", within: .seconds(20)) {
            let answer = try await regions.site.packager.put("lost-again", at: regions.seoul.endpoints)
            #expect(answer.status == 503)
            return answer.problem == "stale-primary"
        }
    }

    private func contents(of region: Region) async throws -> String {
        try await region.database.query("SELECT count(*) FROM content")
    }
}

/// What a refusal says beside the problem itself.
struct WriteRefusal: Decodable {
    let region: String
    let since: String
    let writableRegion: String?
}
