import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("what is durable in both regions is in Tokyo at once, and a halted Tokyo delays the answer by the bound only")
    func durableKeys() async throws {
        try await withTwoRegions { regions in
            let film = try await regions.create("film")
            #expect(film.durableIn == ["seoul", "tokyo"])
            let copy = try await regions.site.packager.get("film", at: regions.tokyo.endpoints).expecting(200)
            #expect(try copy.decode(PackagerAPI.Content.self).tracks == film.tracks)

            try await regions.tokyo.database.stop()
            let alone = try await regions.site.packager.put("series", at: regions.seoul.endpoints).expecting(201)
            #expect(try alone.decode(PackagerAPI.Content.self).durableIn == ["seoul"])
            #expect(alone.time < .seconds(4), "the bound is 2 s; the rest is for a slow machine")

            await regions.tokyo.database.cont()
            try await eventually("the same request finds its keys in both regions", within: .seconds(20)) {
                let repeated = try await regions.site.packager.put("series", at: regions.seoul.endpoints).expecting(200)
                return try repeated.decode(PackagerAPI.Content.self).durableIn == ["seoul", "tokyo"]
            }
        }
    }
}
