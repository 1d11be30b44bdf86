import Foundation
import LocalRegions

/// What a database holds, asked of itself and not through a server of ours.
extension PostgresCluster {
    /// Identifiers in one statement, which is an argument of a program.
    private static let recordsOfOneQuery = 1_000

    /// Over every row that packagers and players have caused; the heartbeat goes on and is left out.
    nonisolated func digestOfRows() async throws -> String {
        try await query(
            """
            SELECT md5(coalesce(string_agg(line, ',' ORDER BY line), '')) FROM (
                SELECT md5(content::text) AS line FROM content UNION ALL
                SELECT md5(content_key::text) FROM content_key UNION ALL
                SELECT md5(issuance::text) FROM issuance) AS lines
            """)
    }

    nonisolated func recordCounts(of records: [String]) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for start in stride(from: 0, to: records.count, by: Self.recordsOfOneQuery) {
            let some = records[start..<min(start + Self.recordsOfOneQuery, records.count)].map { "'\($0)'" }
            let rows = try await query(
                "SELECT id, count(*) FROM issuance WHERE id IN (\(some.joined(separator: ","))) GROUP BY 1")
            for row in rows.split(separator: "\n") {
                let columns = row.split(separator: "|")
                counts[String(columns[0])] = columns.last.flatMap { Int($0) }
            }
        }
        return counts
    }

    nonisolated func chains() async throws -> [String: ChainFacts] {
        let rows = try await query(
            """
            SELECT instance, count(*), count(DISTINCT id), min(sequence), max(sequence),
                   (array_agg(encode(chain_hash, 'hex') ORDER BY sequence DESC))[1]
              FROM issuance GROUP BY instance
            """)
        var chains: [String: ChainFacts] = [:]
        for row in rows.split(separator: "\n") {
            let columns = row.split(separator: "|").map(String.init)
            let numbers = columns.dropFirst().dropLast().compactMap { Int($0) }
            guard columns.count == 6, numbers.count == 4 else { continue }
            chains[columns[0]] = ChainFacts(
                count: numbers[0], distinctCount: numbers[1], first: numbers[2], last: numbers[3], lastHash: columns[5])
        }
        return chains
    }
}
