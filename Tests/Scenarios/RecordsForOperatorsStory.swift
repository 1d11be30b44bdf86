import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("an operator finds a license's record by subject, by content and by time, and sees how the journal fares")
    func recordsForOperators() async throws {
        try await withTwoRegions { regions in
            let burst = try await LicenseBurst(for: regions.create("film"), named: "film", of: regions)
            let granted = try await burst.records(asking: 5, at: regions.seoul.endpoints)
            try await eventually("the records are in the primary", within: .seconds(20)) {
                try await regions.seoul.count(of: granted) == [1: 5]
            }

            for query in ["subject=viewer-1", "site=demo&content=film", "from=2020-01-01T00:00:00Z", "region=seoul"] {
                let page = try await regions.licenses(query, at: regions.seoul)
                #expect(Set(page.licenses.map(\.id)) == Set(granted), "\(query)")
                #expect(page.nextCursor == nil)
            }
            for query in ["subject=nobody", "content=other", "until=2020-01-01T00:00:00Z", "region=tokyo"] {
                #expect(try await regions.licenses(query, at: regions.seoul).licenses.isEmpty, "\(query)")
            }
            let first = try await regions.licenses("limit=3", at: regions.seoul)
            let rest = try await regions.licenses(
                "limit=3&cursor=\(try #require(first.nextCursor))", at: regions.seoul)
            #expect(Set((first.licenses + rest.licenses).map(\.id)) == Set(granted))
            #expect(first.licenses.count == 3 && rest.nextCursor == nil)
            try await refusesNonsense(in: regions)
            try await showsItsJournal(in: regions)
        }
    }

    private func refusesNonsense(in regions: TwoRegions) async throws {
        for query in ["limit=0", "limit=x", "cursor=!", "from=yesterday", "keyId=1", "site=a%20b"] {
            let url = "\(regions.seoul.endpoints.operations)/v1/licenses?\(query)"
            let answer = try await regions.client.answer(.get(try #require(URL(string: url))))
            #expect(answer.status == 400, "\(query)")
        }
        let path = regions.seoul.endpoints.secure.appending(path: "v1/licenses")
        #expect(try await regions.client.answer(.get(path)).status == 404, "players' listeners do not offer it")
    }

    private func showsItsJournal(in regions: TwoRegions) async throws {
        let tool = regions.seoul.server.operatorTool
        let page = regions.seoul.endpoints.operations.appending(path: "v1/journal")
        // A record is in the primary a moment before its journal knows.
        try await eventually("the journal knows that everything is shipped", within: .seconds(20)) {
            try await regions.client.answer(.get(page)).expecting(200).decode(JournalState.self).unshipped == 0
        }
        let state = try await regions.client.answer(.get(page)).expecting(200).decode(JournalState.self)
        #expect(state.enabled && state.space == "ample" && state.problem == nil)
        #expect(state.journals.reduce(0) { $0 + $1.durable } == 5)
        #expect(try await tool.run("journal", "stat").contains("unshipped 0"))
        #expect(try await !tool.run("journal", "verify").contains("NOT INTACT"))

        await regions.seoul.server.stop()
        #expect(try await tool.run("journal", "ship") == "shipped 0 records")
        try await findsAFlippedBit(in: regions)
    }

    private func findsAFlippedBit(in regions: TwoRegions) async throws {
        let journals = regions.folder.url.appending(path: "seoul-state/journal")
        let files = try #require(FileManager.default.enumerator(at: journals, includingPropertiesForKeys: nil))
        let segments = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "segment" }
        let largest = try #require(segments.max { size($0) < size($1) })
        var bytes = try Data(contentsOf: largest)
        bytes[bytes.count - 10] ^= 1
        try bytes.write(to: largest)

        await #expect(throws: LocalRegionsFailure.self) {
            try await regions.seoul.server.operatorTool.run("journal", "verify")
        }
    }

    private func size(_ file: URL) -> Int { (try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0 }
}

/// `GET /v1/journal`, as far as the stories look.
private struct JournalState: Decodable {
    struct OfLoop: Decodable {
        let durable: Int
        let shipped: Int
    }

    let enabled: Bool
    let space: String
    let unshipped: Int
    let problem: String?
    let journals: [OfLoop]
}

extension TwoRegions {
    /// `GET /v1/licenses` of an operator.
    struct LicensePage: Decodable {
        struct License: Decodable { let id: String }

        let licenses: [License]
        let nextCursor: String?
    }

    func licenses(_ query: String, at region: Region) async throws -> LicensePage {
        guard let url = URL(string: "\(region.endpoints.operations)/v1/licenses?\(query)") else {
            throw LocalRegionsFailure.unexpectedAnswer(query)
        }
        return try await client.answer(.get(url)).expecting(200).decode()
    }
}
