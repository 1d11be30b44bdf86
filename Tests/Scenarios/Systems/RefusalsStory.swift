import Bytes
import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("HTTP and the token refuse with a problem and its status, and each system what is its own in its own words")
    func refusals() async throws {
        try await withTwoRegions { regions in
            let kit = try SystemsKit(in: regions.folder.url.appending(path: "systems"))
            for player in kit.players where player.name != "clearkey" {
                let answer = try await regions.answer(player, body: Data(), token: nil)
                #expect(Refusal(answer) == .problem(404, "system-not-configured"), "\(player.name)")
            }
            try await regions.configure(kit.settings)
            let content = try await regions.create("film")
            let keyIDs = [try KeyID(try #require(content.tracks.first).keyId)]
            let (right, wrong) = (try await regions.site.token(for: "film"), try await regions.site.token(for: "x"))

            for player in kit.players {
                let good = Data(try player.ask(for: keyIDs).body)
                let rows: [(what: String, body: Data, token: String?, refusal: Refusal)] = [
                    ("no token", good, nil, .problem(401, "token-missing")),
                    ("no token of ours", good, right + "A", .problem(401, "token-invalid")),
                    ("too much", Data(count: 65_537), right, .problem(413, "body-too-large")),
                    ("no challenge", Data("?".utf8), right, .torn(by: player.name)),
                    ("another content's token", good, wrong, .notEntitled(by: player.name)),
                ]
                for row in rows {
                    let answer = try await regions.answer(player, body: row.body, token: row.token)
                    #expect(Refusal(answer) == row.refusal, "\(player.name), \(row.what)")
                }
            }

            // Nobody has asked for this key, so the database has to be, and it is silent.
            try await regions.seoul.database.kill9()
            for player in kit.players {
                let unknown = Data(try player.ask(for: [KeyID(0xBEEF)]).body)
                let answer = try await regions.answer(player, body: unknown, token: right)
                #expect(Refusal(answer) == .problem(503, "database-unavailable"), "\(player.name)")
            }
        }
    }
}

/// What a player hears who gets no license.
private struct Refusal: Equatable {
    let status: Int
    let type: String
    /// The code in the body of a problem, or in the field beside a system's own words.
    let problem: String?

    init(_ answer: WebAnswer) {
        status = answer.status
        type = answer.header("content-type") ?? ""
        problem = answer.problem ?? answer.header("evergrant-problem")
    }

    private init(_ status: Int, _ type: String, _ problem: String?) {
        (self.status, self.type, self.problem) = (status, type, problem)
    }

    static func problem(_ status: Int, _ code: String) -> Refusal {
        Refusal(status, "application/problem+json", code)
    }

    /// What is no challenge of the system.
    static func torn(by system: String) -> Refusal {
        switch system {
        case "widevine": Refusal(400, "application/octet-stream", nil)
        case "playready": Refusal(500, "text/xml; charset=utf-8", nil)
        default: .problem(400, "malformed-challenge")
        }
    }

    static func notEntitled(by system: String) -> Refusal {
        switch system {
        case "widevine": Refusal(403, "application/octet-stream", "not-entitled")
        case "playready": Refusal(500, "text/xml; charset=utf-8", "not-entitled")
        default: .problem(403, "not-entitled")
        }
    }
}

extension TwoRegions {
    fileprivate func answer(_ player: any SystemPlayer, body: Data, token: String?) async throws -> WebAnswer {
        try await client.answer(
            WebRequest(
                "POST", seoul.endpoints.secure.appending(path: "v1/licenses/\(player.name)"),
                headers: [("Content-Type", "application/octet-stream")]
                    + (token.map { [("Authorization", "Bearer \($0)")] } ?? []),
                body: body))
    }
}
