import Foundation
import Journal
import LocalRegions
import Reactor
import Testing

@Suite("Journal")
struct JournalTests {
    @Test("what was appended is read back in order, also after the journal was opened again")
    func readsBack() async throws {
        let directory = try TemporaryDirectory(prefix: "journal")
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let first = try await append(["a", "b"], in: directory.url.path, on: loop)
        let second = try await append(["c"], in: directory.url.path, on: loop)

        #expect(first + second == [1, 2, 3])
        let entries = try JournalReader(directory.url.path).entries(after: 0, limit: 10)
        #expect(entries.map { String(decoding: $0.record, as: UTF8.self) } == ["a", "b", "c"])
        #expect(entries.map(\.sequence) == [1, 2, 3])
    }

    private func append(
        _ records: [String], in path: String, on loop: isolated EventLoop
    ) async throws -> [UInt64] {
        let journal = try await RecordJournal.open(in: path, on: loop)
        var sequences: [UInt64] = []
        for record in records { sequences.append(try await journal.append(Array(record.utf8), on: loop)) }
        await journal.close(on: loop)
        return sequences
    }
}
