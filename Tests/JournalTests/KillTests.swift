import Foundation
import Journal
import LocalRegions
import Testing

@Suite("Journal of a program that is killed")
struct KillTests {
    @Test("each record that was said to be durable is there after kill -9, over and over in one folder")
    func survivesKills() async throws {
        let folder = try TemporaryDirectory(prefix: "journal")
        let journal = folder.url.appending(path: "journal").path
        var durable: [UInt64: String] = [:]

        for round in 1...12 {
            let report = try await killed(after: 40 * round, journal, log: folder.url.appending(path: "\(round).log"))
            durable.merge(report.durable) { _, again in again }
            #expect(report.durable.count >= 40 * round && report.failures == [])

            var reader = JournalReader(journal)
            let entries = try reader.entries(after: 0, limit: .max, bytesMax: .max)
            #expect(entries.map(\.sequence) == Array(1...UInt64(entries.count)))
            let found = Dictionary(
                uniqueKeysWithValues: entries.map { ($0.sequence, String(decoding: $0.record, as: UTF8.self)) })
            let lost = durable.filter { found[$0.key]?.hasPrefix("\($0.value) ") != true }
            #expect(lost == [:], "round \(round)")
        }
        #expect(try JournalReader(journal).verify().isIntact)
    }

    /// Starts the program and kills it in the middle of its work, once it has said enough.
    private func killed(after count: Int, _ journal: String, log: URL) async throws -> LoadReport {
        let program = try await ChildProcess.start(LoadProgram.append(to: journal), name: "JournalLoad", log: log)
        try await eventually("\(count) records are durable", within: .seconds(30), every: .milliseconds(3)) {
            try LoadReport(String(contentsOf: log, encoding: .utf8)).durable.count >= count
        }
        program.send(SIGKILL)
        try await program.exit(within: .seconds(10))
        return LoadReport(try String(contentsOf: log, encoding: .utf8))
    }
}
