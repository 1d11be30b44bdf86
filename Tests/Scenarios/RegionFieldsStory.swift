import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("every answer says which region made it, what it does and how far behind it is, also errors")
    func regionFields() async throws {
        try await withTwoRegions { regions in
            for (region, mode) in [(regions.seoul, "read-write"), (regions.tokyo, "read-only")] {
                try await everyLoopSays("\(region.name) knows what it does, and its lag") {
                    let health = try await regions.health(of: region)
                    return health.header("Evergrant-Mode") == mode && health.header("Evergrant-Lag") != nil
                }
                for request in requests(of: region) {
                    let answer = try await regions.client.answer(request)
                    let what = "\(request.method) \(request.url): \(answer.status)"
                    #expect(answer.header("Evergrant-Region") == region.name, "\(what)")
                    #expect(answer.header("Evergrant-Mode") == mode, "\(what)")
                    #expect(answer.header("Evergrant-Lag").flatMap { Double($0) } != nil, "\(what)")
                }
            }
        }
    }

    /// Good and bad, on each listener.
    private func requests(of region: Region) -> [WebRequest] {
        let endpoints = region.endpoints
        let paths = [
            "health", "livez", "readyz", "nothing", "metrics", "v1/licenses/clearkey", "v1/sites/demo/contents",
        ]
        let gets = [endpoints.secure, endpoints.cleartext, endpoints.operations].flatMap { base in
            paths.map { WebRequest.get(base.appending(path: $0)) }
        }
        return gets + [
            WebRequest(
                "POST", endpoints.secure.appending(path: "v1/licenses/clearkey"), headers: [], body: Data("?".utf8)),
            WebRequest("PUT", endpoints.secure.appending(path: "v1/sites/demo/contents/film"), headers: [], body: nil),
            WebRequest("BREW", endpoints.secure.appending(path: "health"), headers: [], body: nil),
            WebRequest(
                "GET", endpoints.secure.appending(path: "health"),
                headers: [("X-Large", String(repeating: "x", count: 40_000))], body: nil),
        ]
    }
}
