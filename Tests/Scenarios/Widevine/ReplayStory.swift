import Bytes
import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("a Widevine request that comes twice with a token for one use gets one license")
    func replay() async throws {
        try await withTwoRegions { regions in
            let kit = try SystemsKit(in: regions.folder.url.appending(path: "systems"))
            try await regions.configure(kit.settings)
            let content = try await regions.create("film")
            let player = try #require(kit.players.compactMap { $0 as? WidevinePlayer }.first)
            let request = try player.request(content.tracks.map { try KeyID($0.keyId) })
            let token = try await regions.site.token(for: "film", isForOneUse: true)

            let first = try await regions.answer(request, showing: token)
            let second = try await regions.answer(request, showing: token)

            #expect(first.status == 200)
            #expect(try player.open([UInt8](first.body), to: request).keys.count == content.tracks.count)
            #expect(second.status == 403)
            #expect(second.header("evergrant-problem") == "not-entitled")
        }
    }
}

extension TwoRegions {
    fileprivate func answer(_ body: [UInt8], showing token: String) async throws -> WebAnswer {
        try await client.answer(
            WebRequest(
                "POST", seoul.endpoints.secure.appending(path: "v1/licenses/widevine"),
                headers: [("Content-Type", "application/octet-stream"), ("Authorization", "Bearer \(token)")],
                body: Data(body)))
    }
}
