import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("a FairPlay player gets its key in both regions, and a helper that dies costs an error and no wait")
    func fairPlay() async throws {
        try await withTwoRegions { regions in
            let content = try await regions.create("film")
            let key = try #require(content.tracks.first)
            let helper = try await FairPlayKeyProgram.start()
            let scene = try FairPlayScene(regions, key: key, token: await regions.site.token(for: "film"))
            try await scene.configure(helperAt: helper.path)

            for region in regions.regions {
                for version in FairPlayPlayer.Version.allCases {
                    for wrapping in FairPlayScene.Wrapping.allCases {
                        let (answer, opened) = try await scene.license(version, wrapping, at: region)
                        #expect(answer.status == 200, "\(region.name), \(wrapping)")
                        #expect(opened == Data(base64Encoded: key.key), "\(region.name), \(wrapping)")
                        #expect(answer.header("Evergrant-Record") != nil)
                    }
                }
            }

            await helper.kill()
            for region in regions.regions {
                let begin = ContinuousClock.now
                let refusal = try await scene.license(.two, .json, at: region).answer
                #expect(refusal.status == 503, "\(region.name)")
                #expect(refusal.problem == "device-key-unavailable", "\(region.name)")
                #expect(refusal.header("Retry-After") != nil)
                #expect(ContinuousClock.now - begin < .seconds(5))
                // Other systems do not need it.
                #expect(try await regions.license("film", keys: content.tracks, at: region).status == 200)
            }

            let successor = try await helper.successor()
            for region in regions.regions {
                try await eventually("\(region.name) has found the helper's successor", within: .seconds(30)) {
                    try await scene.license(.two, .raw, at: region).answer.status == 200
                }
            }
            await successor.kill()
        }
    }
}
