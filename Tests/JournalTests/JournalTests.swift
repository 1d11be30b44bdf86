import Foundation
import Journal
import Reactor
import Testing

@Suite("Journal")
struct JournalTests {
    @Test("what was appended is read back in order, also after the journal was opened again")
    func readsBack() async throws {
        let sample = try Sample()

        let sequences = try await sample.append([["a", "b"], ["c"]]) + sample.append([["d"]])

        #expect(sequences == [1, 2, 3, 4])
        #expect(try sample.records() == ["a", "b", "c", "d"])
        let report = try sample.reader.verify()
        #expect(report.isIntact && report.records == 4 && report.segments == 2 && report.unfinishedBytes == 0)
        #expect(try sample.reader.instance() == report.instance)
    }

    @Test("a reader is given no more than it asks for, and goes on where it stopped")
    func readsOn() async throws {
        let sample = try Sample()
        try await sample.append([["a", "b", "c"], ["d", "e"]])

        var reader = sample.reader
        let first = try reader.entries(after: 0, limit: 2)
        let second = try reader.entries(after: 2, limit: 10, bytesMax: 2)

        #expect(first.map(\.sequence) == [1, 2])
        #expect(second.map(\.sequence) == [3, 4])
        #expect(try reader.entries(after: 5, limit: 10) == [])
        #expect(try reader.entries(after: 0, limit: 10).map(\.sequence) == [1, 2, 3, 4, 5], "and back again")
    }

    @Test("batches longer than what is read at once are read whole")
    func readsLongBatches() async throws {
        let sample = try Sample()
        // 1.5 MiB, then 3 MiB.
        let record = { (index: Int) in "\(index)" + String(repeating: "x", count: 16_000) }
        let batches = [(0..<98).map(record), (98..<294).map(record), ["the last"]]

        try await sample.append(batches, JournalSettings(batchDelay: .zero, batchBytes: JournalLimits.batchBytesMax))

        #expect(try sample.records() == batches.flatMap(\.self))
    }

    @Test("records go into new segments as old ones fill, and are read across them")
    func rollsOver() async throws {
        let sample = try Sample()
        let records = (1...40).map { "record \($0) \(String(repeating: "x", count: 100))" }

        try await sample.append(
            records.map { [$0] }, JournalSettings(batchDelay: .zero, segmentBytes: 1000))

        #expect(try sample.segments.count > 5)
        #expect(try sample.records() == records)
        #expect(try sample.reader.verify().isIntact)
    }

    @Test("a journal that is open is refused to anybody else, and free when it was closed")
    func refusesASecondOpener() async throws {
        let sample = try Sample()

        try await openTwice(sample.path, on: sample.loop)

        try await sample.append([["a"]])
    }

    private func openTwice(_ path: String, on loop: isolated EventLoop) async throws {
        let journal = try await RecordJournal.open(in: path, on: loop)
        await #expect(throws: JournalFailure.inUse) { _ = try await RecordJournal.open(in: path, on: loop) }
        await journal.close(on: loop)
        await #expect(throws: JournalFailure.closed) { try await journal.append([1], on: loop) }
    }

    @Test("an empty record and one that is too long are refused", arguments: [0, JournalLimits.recordBytesMax + 1])
    func refusesUnfitRecords(count: Int) async throws {
        let sample = try Sample()

        await #expect(throws: JournalFailure.unfitRecord) {
            try await sample.append([[String(repeating: "r", count: count)]])
        }
    }

    @Test("a journal within its budget is full, says so before, and takes records again when they were shipped")
    func keepsItsBudget() async throws {
        let sample = try Sample()
        let settings = JournalSettings(
            batchDelay: .zero, segmentBytes: 64 * 1024, diskBytes: 512 * 1024, lowBytes: 256 * 1024)

        let spaces = try await fill(sample, settings, on: sample.loop)

        #expect(spaces == [.ample, .low, .exhausted, .ample])
        let used = try sample.segments.map { try Data(contentsOf: $0).count }.reduce(0, +)
        #expect(used <= settings.diskBytes)
        #expect(try sample.reader.verify().isIntact)
    }

    private func fill(
        _ sample: Sample, _ settings: JournalSettings, on loop: isolated EventLoop
    ) async throws -> [JournalSpace] {
        let journal = try await RecordJournal.open(in: sample.path, settings: settings, on: loop)
        let record = String(repeating: "r", count: 8000)
        var spaces = [journal.space]
        var newest: UInt64 = 0
        while case .success(let sequences) = await journal.appendAtOnce([record], on: loop) {
            if spaces.last != journal.space { spaces.append(journal.space) }
            newest = sequences.last ?? newest
        }
        if spaces.last != journal.space { spaces.append(journal.space) }
        try sample.reader.markShipped(upTo: newest)
        while journal.space == .exhausted { try await loop.sleep(for: .milliseconds(10)) }
        spaces.append(journal.space)
        #expect(try await journal.appendAtOnce([record], on: loop).get() == [newest + 1])
        await journal.close(on: loop)
        return spaces
    }

    @Test("a segment goes when all of it is shipped and its time is over, and never before")
    func prunes() async throws {
        let sample = try Sample()
        let settings = JournalSettings(batchDelay: .zero, segmentBytes: 200, retention: .zero)
        try await sample.append((1...6).map { ["record \($0) \(String(repeating: "x", count: 80))"] }, settings)
        let before = try sample.segments
        var reader = sample.reader
        let third = try reader.entries(after: 2, limit: 1)

        try sample.reader.markShipped(upTo: 2)
        try await sample.append([], settings)
        try sample.reader.markShipped(upTo: 1)

        #expect(try sample.segments.count < before.count)
        #expect(try reader.entries(after: 2, limit: 1) == third)
        #expect(try sample.reader.shipped() == 2, "a cursor never goes back")
        #expect(try sample.reader.verify().isIntact)
    }
}
