import Bytes
import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("a token for one use gets one license, and what Tokyo could not be sure of is in its metrics")
    func replay() async throws {
        try await withTwoRegions { regions in
            let kit = try SystemsKit(in: regions.folder.url.appending(path: "systems"))
            try await regions.configure(kit.settings)
            let content = try await regions.create("film")
            try await regions.limitDevices(to: 2)
            let keyIDs = try content.tracks.map { try KeyID($0.keyId) }
            let player = try #require(kit.players.first { $0.name == "widevine" })
            let other = try #require(kit.players.first { $0.name == "playready" })
            let tokens = [
                try await regions.site.token(for: "film", isForOneUse: true),
                try await regions.site.token(for: "film", isForOneUse: true), try await regions.site.token(for: "film"),
            ]
            let request = try player.ask(for: keyIDs)

            let first = try await regions.answer(player, request, showing: tokens[0], at: regions.seoul)
            let second = try await regions.answer(player, request, showing: tokens[0], at: regions.seoul)
            #expect(first.status == 200)
            #expect(try request.open([UInt8](first.body)).count == content.tracks.count)
            #expect(second.status == 403)
            #expect(second.header("evergrant-problem") == "not-entitled")

            // What has arrived in Tokyo is known there, the use and the device.
            let arrived = "SELECT (SELECT count(*) FROM used_token) || ',' || (SELECT count(*) FROM device)"
            try await eventually("the use is known in Tokyo", within: .seconds(30)) {
                try await regions.tokyo.database.query(arrived) == "1,1"
            }
            let third = try await regions.answer(player, request, showing: tokens[0], at: regions.tokyo)
            #expect(third.status == 403)
            #expect(third.header("evergrant-problem") == "not-entitled")
            #expect(try await regions.unchecked == [0, 0])

            // What has not is let pass, and counted: another token each time, and another device once.
            for count in 1...2 {
                let answer = try await regions.answer(player, request, showing: tokens[1], at: regions.tokyo)
                #expect(answer.status == 200)
                #expect(try await regions.unchecked == [Double(count), 0])
            }
            let stranger = try other.ask(for: keyIDs)
            let answer = try await regions.answer(other, stranger, showing: tokens[2], at: regions.tokyo)
            #expect(answer.status == 200)
            #expect(try await regions.unchecked == [2, 1])
        }
    }
}

extension TwoRegions {
    /// Lets the site's viewers have so many devices; in both regions when this returns.
    fileprivate func limitDevices(to count: Int) async throws {
        let file = folder.url.appending(path: "policy.json")
        try Data(#"{"version":2,"systems":["widevine","playready"],"devicesPerSubjectMax":\#(count)}"#.utf8).write(
            to: file)
        try await seoul.server.operatorTool.run("policy", "set", "--site", site.name, file.path)
        try await eventually("the policy is known in Tokyo", within: .seconds(30)) {
            try await tokyo.database.query("SELECT count(*) FROM policy") == "1"
        }
    }

    /// What Tokyo let pass without being sure: tokens for one use, and devices.
    fileprivate var unchecked: [Double] {
        get async throws {
            let page = MetricsText(
                try await client.answer(.get(tokyo.endpoints.operations.appending(path: "metrics"))).text)
            return ["token", "device"].map { reason in
                page.sum(of: "evergrant_admissions_unchecked_total", where: "reason=\"\(reason)\"")
            }
        }
    }

    fileprivate func answer(
        _ player: any SystemPlayer, _ exchange: SystemExchange, showing token: String, at region: Region
    ) async throws -> WebAnswer {
        try await client.answer(
            WebRequest(
                "POST", region.endpoints.secure.appending(path: "v1/licenses/\(player.name)"),
                headers: [("Content-Type", exchange.type), ("Authorization", "Bearer \(token)")],
                body: Data(exchange.body)))
    }
}
