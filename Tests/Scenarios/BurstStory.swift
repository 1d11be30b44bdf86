import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("two thousand licenses in a burst are all granted in both regions, and a server then ends when asked")
    func burst() async throws {
        try await withTwoRegions { regions in
            let film = try await regions.create("film")
            let burst = Burst(
                authority: regions.authority.anchorFile, token: try await regions.site.token(for: "film"),
                challenge: try ClearKeyChallenge(keyIDs: film.tracks.map(\.keyId)).encoded())

            for region in regions.regions {
                for version in ["--http1.1", "--http2"] {
                    let statuses = try await burst.statuses(of: 500, from: region.endpoints, version)
                    #expect(statuses == [200: 500], "\(version) to \(region.name)")
                }
            }

            let process = try #require(await regions.seoul.server.processID)
            _ = kill(process, SIGTERM)
            try await eventually("Seoul's server has ended", within: .seconds(8)) {
                await !regions.seoul.server.isRunning
            }
        }
    }
}

/// Many equal license requests, over few connections, from one program that is not ours.
private struct Burst {
    let authority: URL
    let token: String
    let challenge: Data

    static let connections = 32

    /// How many answers there were of each status.
    func statuses(of count: Int, from region: RegionEndpoints, _ version: String) async throws -> [Int: Int] {
        // curl repeats the request for each number in the brackets; the path does not depend on the query.
        let url = "\(region.secure.appending(path: "v1/licenses/clearkey"))?number=[1-\(count)]"
        let arguments = [
            "--silent", "--show-error", "--noproxy", "*", "--cacert", authority.path, "--max-time", "60", version,
            "--parallel", "--parallel-max", "\(Self.connections)", "--header", "Authorization: Bearer \(token)",
            "--header", "Content-Type: application/json", "--data-binary", "@-", "--output", "/dev/null",
            "--write-out", "%{http_code}\\n", url,
        ]
        let result = try await Command("curl", arguments).run(input: challenge, within: .seconds(90))
        return Dictionary(result.text.split(separator: "\n").map { (Int($0) ?? 0, 1) }, uniquingKeysWith: +)
    }
}
