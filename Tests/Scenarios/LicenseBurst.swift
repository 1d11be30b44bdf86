import Foundation
import LocalRegions

/// License requests from one program that is not ours; the records of those that were granted are written down.
struct LicenseBurst: Sendable {
    let authority: URL
    let token: String
    let challenge: Data

    init(for content: PackagerAPI.Content, named name: String, of regions: TwoRegions) async throws {
        authority = regions.authority.anchorFile
        token = try await regions.site.token(for: name)
        challenge = try ClearKeyChallenge(keyIDs: content.tracks.map(\.keyId)).encoded()
    }

    /// The records that the answers name, one for each license that came whole; a server that ends meanwhile only makes
    /// them fewer.
    func records(asking count: Int, at region: RegionEndpoints, connections: Int = 8) async throws -> [String] {
        // curl repeats the request for each number in the brackets; the path does not depend on the query.
        let url = "\(region.secure.appending(path: "v1/licenses/clearkey"))?number=[1-\(count)]"
        let arguments = [
            "--silent", "--noproxy", "*", "--cacert", authority.path, "--max-time", "20", "--http1.1", "--parallel",
            "--parallel-max", "\(connections)", "--header", "Authorization: Bearer \(token)", "--data-binary", "@-",
            "--output", "/dev/null", "--write-out", "%{exitcode} %{http_code} %header{evergrant-record}\n", url,
        ]
        let result = try await Command("curl", arguments).result(input: challenge, within: .seconds(60))
        return result.text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count == 3 && words[0] == "0" && words[1] == "200" ? String(words[2]) : nil
        }
    }
}

extension Region {
    /// How many of `records` the database of this region has how often.
    func count(of records: [String]) async throws -> [Int: Int] {
        var counts: [Int: Int] = [:]
        // An argument of a program has at most 128 KiB (execve(2)).
        for start in stride(from: 0, to: records.count, by: 2_000) {
            counts.merge(
                try await held(ofFew: records[start..<min(start + 2_000, records.count)]), uniquingKeysWith: +)
        }
        return counts
    }

    private func held(ofFew records: ArraySlice<String>) async throws -> [Int: Int] {
        let list = records.map { "'\($0)'" }.joined(separator: ",")
        let text = try await database.query(
            """
            SELECT coalesce(n, 0), count(*) FROM unnest(ARRAY[\(list)]::uuid[]) AS asked(id)
              LEFT JOIN (SELECT id, count(*) AS n FROM issuance GROUP BY id) held USING (id) GROUP BY 1
            """)
        return Dictionary(
            text.split(separator: "\n").compactMap { line in
                let numbers = line.split(separator: "|").compactMap { Int($0) }
                return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
            }, uniquingKeysWith: +)
    }
}
