import Bytes
import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("one content, token and policy give the same answers in all systems and regions, without Seoul too")
    func systems() async throws {
        try await withTwoRegions { regions in
            let kit = try SystemsKit(in: regions.folder.url.appending(path: "systems"))
            try await regions.configure(kit.settings)
            try await regions.allowOnly("SD")
            let film = try SystemsFilm(try await regions.create("film"))
            let table = try await regions.table(of: film)

            for region in regions.regions { try await regions.expect(table, of: film, kit.players, at: region) }
            try await regions.seoul.server.kill9()
            try await regions.seoul.database.kill9()
            try await regions.expect(table, of: film, kit.players, at: regions.tokyo)
        }
    }

    @Test("a region that is configured otherwise is named by the other, until both are the same")
    func parity() async throws {
        try await withTwoRegions { regions in
            let (ours, theirs) = (
                try SystemsKit(in: regions.folder.url.appending(path: "ours")),
                try SystemsKit(in: regions.folder.url.appending(path: "theirs"))
            )
            try await regions.configure(ours.settings)
            try await regions.expectParity(nil)

            let file = regions.tokyo.server.operatorTool.configuration
            let before = try String(contentsOf: file, encoding: .utf8)
            var after = before
            // Both kinds: what players would be sent otherwise, and a secret that no answer shows.
            for name in ["playready", "widevine-renewal"] {
                try #require(theirs.settings.contains("/theirs/\(name)"))
                after.replace("/ours/\(name)", with: "/theirs/\(name)")
            }
            try Data(after.utf8).write(to: file)
            await regions.tokyo.server.stop()
            try await regions.tokyo.server.start()
            try await regions.expectParity(
                "differs in widevineRenewalSecrets, playReadyServerKey, playReadySigner, playReadyTrust")

            try Data(before.utf8).write(to: file)
            await regions.tokyo.server.stop()
            try await regions.tokyo.server.start()
            try await regions.expectParity(nil)
        }
    }
}

/// A content with a key that the policy allows, and one that it keeps back.
private struct SystemsFilm {
    let allowed: KeyID
    let allowedKey: [UInt8]
    let keyIDs: [KeyID]

    init(_ content: PackagerAPI.Content) throws {
        let sd = try #require(content.tracks.first { $0.type == "SD" })
        allowed = try KeyID(sd.keyId)
        allowedKey = [UInt8](try #require(Data(base64Encoded: sd.key)))
        keyIDs = try content.tracks.map { try KeyID($0.keyId) }
    }
}

/// What becomes of a question: the keys that were granted, or the problem.
private enum SystemOutcome: Equatable {
    case granted([KeyID: [UInt8]])
    case refused(String)
}

/// One row: a token, or none, and what it must lead to in every system.
private struct SystemsRow {
    let what: String
    let token: String?
    let outcome: SystemOutcome
}

extension TwoRegions {
    /// Lets the site's licenses have tracks of one type.
    fileprivate func allowOnly(_ track: String) async throws {
        let file = folder.url.appending(path: "policy.json")
        try Data(#"{"version":1,"allowedTracks":["\#(track)"]}"#.utf8).write(to: file)
        try await seoul.server.operatorTool.run("policy", "set", "--site", site.name, file.path)
        try await seoul.database.waitForReplica("tokyo")
    }

    fileprivate func table(of film: SystemsFilm) async throws -> [SystemsRow] {
        let token = try await site.token(for: "film")
        let forged = token.dropLast(8) + (token.hasSuffix("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA")
        return [
            SystemsRow(
                what: "the content's token", token: token, outcome: .granted([film.allowed: film.allowedKey])),
            SystemsRow(
                what: "another content's token", token: try await site.token(for: "other"),
                outcome: .refused("not-entitled")),
            SystemsRow(what: "a forged token", token: String(forged), outcome: .refused("token-invalid")),
            SystemsRow(what: "no token", token: nil, outcome: .refused("token-missing")),
        ]
    }

    fileprivate func expect(
        _ table: [SystemsRow], of film: SystemsFilm, _ players: [any SystemPlayer], at region: Region
    ) async throws {
        for row in table {
            for player in players {
                let outcome = try await ask(player, for: film.keyIDs, showing: row.token, at: region)
                #expect(outcome == row.outcome, "\(row.what), \(player.name), \(region.name)")
            }
        }
    }

    /// All keys at once, or one after the other where a license holds one; refused is who gets none.
    private func ask(
        _ player: any SystemPlayer, for keyIDs: [KeyID], showing token: String?, at region: Region
    ) async throws -> SystemOutcome {
        var (granted, problem): ([KeyID: [UInt8]], String?) = ([:], nil)
        let groups = player.keysMax == 1 ? keyIDs.map { [$0] } : [keyIDs]
        for group in groups {
            let exchange = try player.ask(for: group)
            let answer = try await client.answer(
                WebRequest(
                    "POST", region.endpoints.secure.appending(path: "v1/licenses/\(player.name)"),
                    headers: [("Content-Type", exchange.type)]
                        + (token.map { [("Authorization", "Bearer \($0)")] } ?? []),
                    body: Data(exchange.body)))
            if answer.status == 200 {
                granted.merge(try exchange.open([UInt8](answer.body))) { first, _ in first }
            } else {
                problem = answer.problem ?? answer.header("evergrant-problem") ?? "status \(answer.status)"
            }
        }
        return granted.isEmpty ? .refused(problem ?? "nothing") : .granted(granted)
    }

    /// Both regions say that the other is the same, or in what it differs.
    fileprivate func expectParity(_ difference: String?) async throws {
        for (region, other) in [(seoul, "tokyo"), (tokyo, "seoul")] {
            let expected =
                difference.map { #""peers:parity":[{"status":"warn","output":"\#(other) \#($0)"}]"# }
                ?? #""peers:parity":[{"status":"pass"}]"#
            try await eventually("\(region.name) says \(expected)", within: .seconds(40)) {
                try await health(of: region).text.contains(expected)
            }
            let status = try await region.server.operatorTool.run("status")
            #expect(status.contains("parity            \(other) \(difference ?? "is the same")"), "\(status)")
        }
    }
}
