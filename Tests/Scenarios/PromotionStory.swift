import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("when an operator promotes Tokyo's database, its server takes writes by itself")
    func promotion() async throws {
        try await withTwoRegions { regions in
            try await regions.create("film")
            let process = await regions.tokyo.server.processID
            try await regions.seoul.database.kill9()
            #expect(try await regions.site.packager.put("series", at: regions.tokyo.endpoints).status == 503)

            try await regions.tokyo.database.promote()

            // Each loop of the server asks the database for itself, so one may know a moment later.
            try await eventually("Tokyo takes writes", within: .seconds(20)) {
                let series = try await regions.site.packager.put("series", at: regions.tokyo.endpoints)
                guard series.status == 201 else { return false }
                #expect(try series.decode(PackagerAPI.Content.self).durableIn == ["tokyo"])
                return true
            }
            try await everyLoopSays("Tokyo writes") {
                try await regions.health(of: regions.tokyo).header("Evergrant-Mode") == "read-write"
            }
            #expect(await regions.tokyo.server.processID == process)
        }
    }
}
