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

            try await eventually("Tokyo takes writes", within: .seconds(10)) {
                try await regions.health(of: regions.tokyo).header("Evergrant-Mode") == "read-write"
            }
            let series = try await regions.site.packager.put("series", at: regions.tokyo.endpoints).expecting(201)
            #expect(try series.decode(PackagerAPI.Content.self).durableIn == ["tokyo"])
            #expect(await regions.tokyo.server.processID == process)
        }
    }
}
