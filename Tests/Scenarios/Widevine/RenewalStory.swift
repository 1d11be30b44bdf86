import Bytes
import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("a Widevine license of Seoul's is renewed and given back in Tokyo, when there is no Seoul any more")
    func renewal() async throws {
        try await withTwoRegions { regions in
            let kit = try SystemsKit(in: regions.folder.url.appending(path: "systems"))
            try await regions.configure(kit.settings)
            try await regions.allowRenewal()
            let content = try await regions.create("film")
            let player = try #require(kit.players.compactMap { $0 as? WidevinePlayer }.first)

            let request = try player.request(content.tracks.map { try KeyID($0.keyId) })
            let license = try player.open(await regions.widevine(request, at: regions.seoul), to: request)
            try await regions.seoul.server.kill9()
            try await regions.seoul.database.kill9()

            let renewal = try player.continuation(license, kind: 2)
            let renewed = try player.openContinuation(await regions.widevine(renewal, at: regions.tokyo), of: license)
            let release = try player.continuation(renewed, kind: 3)
            _ = try player.openContinuation(await regions.widevine(release, at: regions.tokyo), of: renewed)
        }
    }
}

extension TwoRegions {
    /// Lets the site's licenses be renewed, in the one system that can say it.
    fileprivate func allowRenewal() async throws {
        let policy = """
            {"version": 2, "systems": ["widevine"], "licenseDurationSeconds": 3600,
             "renewal": {"delaySeconds": 60, "retryIntervalSeconds": 10, "recoveryDurationSeconds": 900}}
            """
        let file = folder.url.appending(path: "policy.json")
        try Data(policy.utf8).write(to: file)
        try await seoul.server.operatorTool.run("policy", "set", "--site", site.name, file.path)
        try await seoul.database.waitForReplica("tokyo")
    }

    fileprivate func widevine(_ body: [UInt8], at region: Region) async throws -> [UInt8] {
        let answer = try await client.answer(
            WebRequest(
                "POST", region.endpoints.secure.appending(path: "v1/licenses/widevine"),
                headers: [
                    ("Content-Type", "application/octet-stream"),
                    ("Authorization", "Bearer \(try await site.token(for: "film"))"),
                ], body: Data(body)))
        let problem = answer.header("evergrant-problem") ?? "no problem named"
        try #require(answer.status == 200, "\(region.name): \(problem)")
        return [UInt8](answer.body)
    }
}
