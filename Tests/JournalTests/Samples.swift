import Foundation
import Journal
import LocalRegions
import Reactor

/// A journal in a folder of its own, and a loop to drive it.
final class Sample: Sendable {
    let directory: TemporaryDirectory
    let loop: EventLoop

    init() throws {
        directory = try TemporaryDirectory(prefix: "journal")
        loop = try EventLoop.start(named: "test")
    }

    deinit { loop.stop() }

    var path: String { directory.url.path }
    var reader: JournalReader { JournalReader(path) }

    /// Opens the journal, appends each batch of records, and closes it again.
    @discardableResult
    func append(_ batches: [[String]], _ settings: JournalSettings = .quick) async throws -> [UInt64] {
        try await append(batches, settings, on: loop)
    }

    private func append(
        _ batches: [[String]], _ settings: JournalSettings, on loop: isolated EventLoop
    ) async throws -> [UInt64] {
        let journal = try await RecordJournal.open(in: path, settings: settings, on: loop)
        var sequences: [UInt64] = []
        do {
            for batch in batches { sequences += try await journal.appendAtOnce(batch, on: loop).get() }
        } catch {
            await journal.close(on: loop)
            throw error
        }
        await journal.close(on: loop)
        return sequences
    }

    /// What the reader finds, as text.
    func records() throws -> [String] {
        var reader = reader
        return try reader.entries(after: 0, limit: .max, bytesMax: .max).map {
            String(decoding: $0.record, as: UTF8.self)
        }
    }

    var segments: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: directory.url, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "segment" }.sorted { $0.path < $1.path }
        }
    }

    func file(_ name: String) -> URL { directory.url.appending(path: name) }
}

extension JournalSettings {
    /// Batches close at once.
    static let quick = JournalSettings(batchDelay: .zero)
}

extension RecordJournal {
    /// Appends all records in one turn, so that they make one batch.
    func appendAtOnce(
        _ records: [String], on loop: isolated EventLoop
    ) async -> Result<[UInt64], JournalFailure> {
        await withCheckedContinuation { continuation in
            let answers = Answers(count: records.count, continuation)
            for record in records {
                do throws(JournalFailure) {
                    try append(Array(record.utf8), on: loop) { answers.add($0) }
                } catch {
                    answers.add(.failure(error))
                }
            }
        }
    }

    private final class Answers {
        private var results: [Result<UInt64, JournalFailure>] = []
        private let count: Int
        private let continuation: CheckedContinuation<Result<[UInt64], JournalFailure>, Never>

        init(count: Int, _ continuation: CheckedContinuation<Result<[UInt64], JournalFailure>, Never>) {
            (self.count, self.continuation) = (count, continuation)
        }

        func add(_ result: Result<UInt64, JournalFailure>) {
            results.append(result)
            guard results.count == count else { return }
            do throws(JournalFailure) {
                var sequences: [UInt64] = []
                for result in results { sequences.append(try result.get()) }
                continuation.resume(returning: .success(sequences))
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }
}
