import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("each route that writes is refused in Tokyo with the documented problem, and its database does not change")
    func readOnlyRegion() async throws {
        try await withTwoRegions { regions in
            try await regions.create("film")
            let before = try await regions.rowCounts(of: regions.tokyo)
            let routes = try await writeRoutes(of: regions)
            #expect(routes.count >= 2)
            // A loop that has no database yet refuses for that reason.
            try await everyLoopSays("Tokyo only reads") {
                try await regions.health(of: regions.tokyo).header("Evergrant-Mode") == "read-only"
            }

            for route in routes {
                let refusal = try await regions.client.answer(route)
                #expect(refusal.status == 503, "\(route.method) \(route.url.path)")
                #expect(refusal.problem == "read-only-region", "\(route.method) \(route.url.path)")
                #expect(refusal.header("Retry-After").flatMap { Int($0) } != nil)
                #expect(refusal.header("Evergrant-Region") == "tokyo")
            }
            #expect(try await regions.rowCounts(of: regions.tokyo) == before)
        }
    }

    /// The server's own table, so that a route added later is refused too or turns this red.
    private func writeRoutes(of regions: TwoRegions) async throws -> [WebRequest] {
        let table = try await Command(regions.tokyo.server.operatorTool.binary.path, ["routes", "--writes"]).run().text
        return table.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t")
            let path = columns[1].replacing("{site}", with: "demo").replacing("{content}", with: "film")
            return WebRequest(
                String(columns[0]).uppercased(), regions.tokyo.endpoints.secure.appending(path: path.dropFirst()),
                headers: [
                    ("Authorization", "Bearer \(regions.site.packager.apiKey)"), ("Content-Type", "application/json"),
                ],
                body: columns[0] == "PUT" ? Data(#"{"tracks":[{"type":"HD","scheme":"cenc"}]}"#.utf8) : nil)
        }
    }
}
