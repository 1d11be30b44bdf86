import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("200 malformed requests each get their documented problem, and the server's memory does not grow")
    func malformedRequests() async throws {
        try await withTwoRegions { regions in
            let requests = try await malformedRequests(to: regions)
            #expect(requests.count >= 200)
            let process = try #require(await regions.seoul.server.processID)

            // The first round fills caches and pools, and the second those of a loop that the first has hardly met; a
            // leak of one request's size would show as several megabytes in each.
            try await expectProblems(requests, from: regions)
            var growth = Int.max
            for _ in 0..<3 where growth >= 1 << 20 {
                let before = try #require(ProcessTable.residentBytes(of: process))
                try await expectProblems(requests, from: regions)
                growth = try #require(ProcessTable.residentBytes(of: process)) - before
            }

            #expect(growth < 1 << 20, "\(growth >> 10) KiB more after each round")
            #expect(try await regions.health(of: regions.seoul).status == 200)
        }
    }

    private func malformedRequests(to regions: TwoRegions) async throws -> [MalformedRequest] {
        let film = try await regions.create("film")
        let forge = try await TokenForge.create(for: regions)
        let tool = regions.seoul.server.operatorTool
        try await tool.run("site", "create", "elsewhere")
        let foreignKey = try await tool.run("credential", "create", "--site", "elsewhere", "--name", "other")
        let make = RequestMaker(
            region: regions.seoul.endpoints, site: regions.site.name, apiKey: regions.site.packager.apiKey,
            keyID: try #require(film.tracks.first).keyId)
        let token = try await forge.token()
        try await regions.client.answer(make.license(make.challenge, token: token)).expecting(200)
        return try malformedChallenges(make, token: token) + (try await malformedTokens(make, forge: forge))
            + malformedPackaging(make, foreignKey: foreignKey)
    }

    private func expectProblems(_ requests: [MalformedRequest], from regions: TwoRegions) async throws {
        let documented = try documentedProblems()
        for malformed in requests {
            #expect(documented.contains(malformed.problem))
            do {
                let answer = try await regions.client.answer(malformed.request)
                let said = "\(malformed.name): \(answer.status) \(answer.text.prefix(200))"
                #expect(answer.problem == malformed.problem, "\(said)")
            } catch {
                Issue.record("\(malformed.name): \(error)")
            }
        }
    }

    /// The codes that have a section in `docs/problems.md`.
    private func documentedProblems() throws -> Set<String> {
        let file = URL(fileURLWithPath: #filePath).appending(path: "../../../docs/problems.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        return Set(text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) })
    }
}
