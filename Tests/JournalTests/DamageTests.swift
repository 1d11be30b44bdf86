import Bytes
import Foundation
import LocalRegions
import Testing

@testable import Journal

/// What happens to a journal's bytes, and what is then said about it.
@Suite("Damage to a journal")
struct DamageTests {
    private let firstBatch = ["one", "two"]
    /// Where the second batch begins when the first is `firstBatch`.
    private let secondBatch = SegmentHeader.byteCount + BatchHeader.byteCount + 14 + BatchHeader.endMarkBytes

    /// A journal of one segment, and the bytes of that.
    private func sample(_ batches: [[String]]) async throws -> (sample: Sample, file: URL, bytes: [UInt8]) {
        let sample = try Sample()
        try await sample.append(batches)
        let file = try #require(try sample.segments.last)
        return (sample, file, [UInt8](try Data(contentsOf: file)))
    }

    /// Puts `bytes` in place of all segments, as if the mark of what is durable had not reached the disk.
    private func put(_ bytes: [UInt8], into sample: Sample) throws {
        for segment in try sample.segments { try FileManager.default.removeItem(at: segment) }
        try Data(bytes).write(to: sample.file(SegmentFile(firstSequence: 1).name))
        try? FileManager.default.removeItem(at: sample.file("durable"))
    }

    @Test("whichever byte of a segment is changed, verify finds it")
    func findsFlippedBits() async throws {
        let (sample, file, bytes) = try await sample([firstBatch, ["three"]])
        var unseen: [Int] = []

        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 1 << UInt8(index % 8)
            try Data(flipped).write(to: file)
            if try sample.reader.verify().isIntact { unseen.append(index) }
        }

        #expect(unseen == [])
    }

    @Test("a journal that lost what was durable is not opened, wherever it was cut, and verify tells")
    func reportsMissingRecords() async throws {
        let (sample, file, bytes) = try await sample([firstBatch, ["three"]])

        for length in stride(from: 0, to: bytes.count, by: 7) {
            try Data(bytes.prefix(length)).write(to: file)
            #expect(try !sample.reader.verify().isIntact, "\(length) bytes")
            await #expect(throws: JournalFailure.self, "\(length) bytes") { try await sample.append([]) }
        }
    }

    @Test("a batch torn at any byte is cut, the batch before it stays", arguments: [false, true])
    func cutsTornTails(zerosFollow: Bool) async throws {
        let (sample, _, bytes) = try await sample([firstBatch, ["three"]])

        for length in secondBatch..<bytes.count {
            let zeros = [UInt8](repeating: 0, count: zerosFollow ? 1000 : 0)
            try put(bytes.prefix(length) + zeros, into: sample)
            let sequences = try await sample.append([["four"]])
            #expect(sequences == [3], "\(length) bytes")
            #expect(try sample.records() == ["one", "two", "four"], "\(length) bytes")
            #expect(try sample.reader.verify().isIntact, "\(length) bytes")
        }
    }

    @Test("a batch whose sectors did not all arrive is cut, whichever is missing", arguments: 0..<4)
    func cutsMissingSectors(sector: Int) async throws {
        let (sample, _, bytes) = try await sample([firstBatch, [String(repeating: "3", count: 1800)]])
        var torn = bytes + [UInt8](repeating: 0, count: 500)
        for index in max(secondBatch, sector * 512)..<min(bytes.count, sector * 512 + 512) { torn[index] = 0 }

        try put(torn, into: sample)
        try await sample.append([["four"]])

        #expect(try sample.records() == ["one", "two", "four"])
    }

    @Test("a change is never cut: not in the middle, and not in the last batch when all of it arrived")
    func refusesChanges() async throws {
        let (sample, _, bytes) = try await sample([firstBatch, ["three"]])

        for index in SegmentHeader.byteCount..<bytes.count {
            var changed = bytes
            changed[index] ^= 0x20
            try put(changed, into: sample)
            await #expect(throws: JournalFailure.self, "byte \(index)") { try await sample.append([["four"]]) }
        }
    }

    @Test("an edit that has right checksums breaks the chain behind it")
    func findsForgery() async throws {
        let (sample, file, bytes) = try await sample([firstBatch, ["three"]])
        let instance = try #require(try sample.reader.instance())
        var forged = Batch()
        for record in ["one", "TWO"] { forged.append(Array(record.utf8)) }
        _ = forged.seal(firstSequence: 1, after: instance.seed)

        try Data(bytes.prefix(SegmentHeader.byteCount) + forged.bytes + bytes[secondBatch...]).write(to: file)

        #expect(try sample.reader.verify().damages.map(\.kind) == [.chain])
    }

    @Test("batches in another order, and a batch that is gone, break the chain")
    func findsReordering() async throws {
        let (sample, file, bytes) = try await sample([["a"], ["b"], ["c"]])
        let head = bytes.prefix(SegmentHeader.byteCount)
        let extent = (bytes.count - SegmentHeader.byteCount) / 3
        let batches = (0..<3).map { Array(bytes[(head.count + $0 * extent)..<(head.count + ($0 + 1) * extent)]) }

        for order in [[1, 0, 2], [0, 2, 1], [0, 2], [1, 2], [0, 0, 1, 2]] {
            try Data(head + order.flatMap { batches[$0] }).write(to: file)
            #expect(try sample.reader.verify().damages.map(\.kind).first == .chain, "\(order)")
        }
    }

    @Test("a segment that is gone is missed, whichever it was", arguments: 0..<4)
    func findsDeletedSegments(index: Int) async throws {
        let sample = try Sample()
        for record in ["a", "b", "c", "d"] { try await sample.append([[record]]) }

        try FileManager.default.removeItem(at: try #require(try sample.segments.dropFirst(index).first))

        #expect(try !sample.reader.verify().isIntact)
    }

    @Test("a segment of another journal is no part of this one")
    func findsForeignSegments() async throws {
        let (sample, _, _) = try await sample([["a"]])
        let (other, _, _) = try await self.sample([["a"]])
        for one in [sample, other] { try await one.append([["b"]]) }
        let (mine, theirs) = (try #require(try sample.segments.last), try #require(try other.segments.last))

        try Data(contentsOf: theirs).write(to: mine)

        #expect(try !sample.reader.verify().isIntact)
    }
}
