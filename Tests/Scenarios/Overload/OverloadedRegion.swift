import Foundation
import LocalRegions
import TestSupport
import Testing

/// A region of which more is asked than it can do, and a question of each audience.
struct OverloadedRegion {
    struct Question {
        let bytes: [UInt8]
        let host: String
        let port: UInt16
    }

    /// Which part of its questions each audience had refused for lack of room or time.
    struct Shares {
        let prober: Double
        let player: Double
        let packager: Double
        let `operator`: Double
    }

    /// Clients that join a flood at a time, and how many there may be in the end.
    private static let (step, most) = (32, 3_200)
    /// Clients of each audience beside it, all at one pace: they meet the same lags.
    private static let modest = 64
    private static let pace = Duration.milliseconds(200)
    /// Answers that say something about a share.
    private static let enough = 1_000

    let license: Question
    /// Nobody's, so each is refused at once, if there is time to.
    let contents: Question
    private let metrics: Question
    private let health: Question

    init(_ regions: TwoRegions, film: PackagerAPI.Content) async throws {
        let (host, port) = try regions.seoul.cleartextPlace()
        let operations = regions.seoul.endpoints.operations
        let operatorPort = UInt16(try #require(operations.port))
        let token = try await regions.site.token(for: "film")
        let challenge = try ClearKeyChallenge(keyIDs: film.tracks.map(\.keyId)).encoded()
        let head =
            "POST /v1/licenses/clearkey HTTP/1.1\r\nhost: a\r\nauthorization: Bearer \(token)\r\n"
            + "content-type: application/json\r\ncontent-length: \(challenge.count)\r\n\r\n"
        license = Question(bytes: Array(head.utf8) + challenge, host: host, port: port)
        contents = Question(bytes: Self.get("/v1/sites/a/contents"), host: host, port: port)
        metrics = Question(bytes: Self.get("/metrics"), host: try #require(operations.host()), port: operatorPort)
        health = Question(bytes: Self.get("/health"), host: host, port: port)
    }

    private static func get(_ path: String) -> [UInt8] { Array("GET \(path) HTTP/1.1\r\nhost: a\r\n\r\n".utf8) }

    /// Lets more and more ask the same, until half is shed, and looks then what others get.
    func shares(underFlood question: KeyPath<OverloadedRegion, Question>) async throws -> Shares {
        let flood = flood(with: self[keyPath: question], atOnce: 16, by: Self.step)
        let modest = [health, license, contents, metrics].map {
            self.flood(with: $0, atOnce: 1, every: Self.pace, by: Self.modest)
        }
        defer { for flood in modest + [flood] { flood.end() } }
        try await grow(flood)
        for flood in modest { _ = flood.takeTally() }
        try await eventually("each audience has been answered often enough", within: .seconds(60)) {
            modest.allSatisfy { $0.tally.answers >= Self.enough }
        }
        let shares = try modest.map { try #require($0.takeTally().shedShare) }
        return Shares(prober: shares[0], player: shares[1], packager: shares[2], operator: shares[3])
    }

    /// How many clients it takes depends on the machine.
    private func grow(_ flood: Flood) async throws {
        for _ in 0..<Self.most / Self.step {
            _ = flood.takeTally()
            try await Task.sleep(for: .milliseconds(500))
            if let share = flood.takeTally().shedShare, share > 0.5 { return }
            flood.grow(by: Self.step)
        }
        Issue.record("\(Self.most) clients are not too many")
    }

    private func flood(
        with question: Question, atOnce: Int, every pace: Duration? = nil, by size: Int
    ) -> Flood {
        Flood(question.bytes, atOnce: atOnce, every: pace, by: size, to: question.host, port: question.port)
    }

    /// Whoever is shed meanwhile is told when to come back.
    func expectAllServed() async throws {
        try await eventually("everybody is served", within: .seconds(30)) {
            let answers = [
                try await answer(to: license), try await answer(to: contents), try await answer(to: metrics),
            ]
            for answer in answers where answer.status == 503 {
                #expect(answer.field("retry-after").flatMap { Int($0) }.map { $0 >= 1 } == true)
            }
            return answers.map(\.status) == [200, 401, 200]
        }
    }

    private func answer(to question: Question) async throws -> ReceivedResponse {
        let client = try BlockingClient(host: question.host, port: question.port)
        try await client.send(question.bytes)
        return try await client.response()
    }
}
