import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("a clip plays with a license over HTTP/2, and plays on from Tokyo when Seoul's database is killed")
    func mainRegionDies() async throws {
        try await withTwoRegions { regions in
            let page = try await DemoPage.start(for: regions)
            let browser = try await Browser.open(trusting: regions.authority, in: regions.folder.url)

            try await playsBothSchemes(in: browser, on: page)
            let tokyoProcess = await regions.tokyo.database.postmasterID
            try await seoulFailsWithinTwoSeconds(of: regions)
            try await tokyoServesThePlayer(in: browser, on: page)
            try await tokyoRefusesThePackager(of: regions)
            try await seoulComesBack(in: regions)

            #expect(await regions.tokyo.database.postmasterID == tokyoProcess, "Tokyo's database was not rebuilt")
            await browser.close()
            await page.stop()
        }
    }

    private func playsBothSchemes(in browser: Browser, on page: DemoPage) async throws {
        for clip in ["clip-cenc", "clip-cbcs"] {
            let playback = try await browser.play(clip, on: page, region: "seoul")
            #expect(playback.grantedBy == "seoul")
            #expect(playback.protocol == "h2")
        }
    }

    private func seoulFailsWithinTwoSeconds(of regions: TwoRegions) async throws {
        #expect(try await regions.health(of: regions.seoul).status == 200)
        try await regions.seoul.database.kill9()
        let killed = ContinuousClock.now
        try await eventually("Seoul's health fails", within: .seconds(20)) {
            let asked = ContinuousClock.now
            let health = try await regions.health(of: regions.seoul)
            #expect(health.time < .seconds(2), "Route 53 waits so long")
            if health.status == 503 { return true }
            #expect(asked - killed < .seconds(2), "whoever asks after two seconds is told")
            return false
        }
        #expect(try await regions.health(of: regions.tokyo).status == 200)
    }

    private func tokyoServesThePlayer(in browser: Browser, on page: DemoPage) async throws {
        let playback = try await browser.play("clip-cenc", on: page, region: "tokyo")
        #expect(playback.grantedBy == "tokyo")
        #expect(playback.protocol == "h2")
    }

    private func tokyoRefusesThePackager(of regions: TwoRegions) async throws {
        let before = try await regions.rowCounts(of: regions.tokyo)
        let refusal = try await regions.site.packager.put("new-film", at: regions.tokyo.endpoints)

        #expect(refusal.status == 503)
        #expect(refusal.problem == "read-only-region")
        #expect(try await regions.rowCounts(of: regions.tokyo) == before)
    }

    private func seoulComesBack(in regions: TwoRegions) async throws {
        try await regions.seoul.database.restart()
        for region in regions.regions {
            try await eventually("\(region.name) is healthy", within: .seconds(30)) {
                try await regions.health(of: region).status == 200
            }
        }
        try await regions.seoul.database.waitForReplica("tokyo")
        try await eventually("a new content is durable in both regions", within: .seconds(30)) {
            let answer = try await regions.site.packager.put("new-film", at: regions.seoul.endpoints)
            return try answer.expecting(200, 201).decode(PackagerAPI.Content.self).durableIn == ["seoul", "tokyo"]
        }
    }
}
