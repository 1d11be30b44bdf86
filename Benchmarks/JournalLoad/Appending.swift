import Journal
import Reactor

/// Keeps 32 records in flight and says what became of each.
final class Appending {
    private let journal: RecordJournal
    private let count: Int
    private var begun = 0
    private var ended = 0
    private var onEnd: CheckedContinuation<Void, Never>?

    init(in directory: String, count: Int, on loop: isolated EventLoop) async throws {
        let settings = JournalSettings(batchDelay: .milliseconds(2), segmentBytes: 256 * 1024)
        journal = try await RecordJournal.open(in: directory, settings: settings, on: loop)
        self.count = count
        say("opened \(journal.statistics.newestSequence)")
    }

    func run(on loop: isolated EventLoop) async {
        await withCheckedContinuation { continuation in
            onEnd = continuation
            for _ in 0..<min(32, count) { appendNext(on: loop) }
        }
        await journal.close(on: loop)
        say("closed")
    }

    private func appendNext(on loop: isolated EventLoop) {
        begun += 1
        let name = "\(journal.statistics.newestSequence)-\(begun)"
        let record = Array("\(name) \(String(repeating: "r", count: 300 + begun % 200))".utf8)
        do throws(JournalFailure) {
            try journal.append(record, on: loop) { [self] in ended(name, $0, on: loop) }
        } catch {
            ended(name, .failure(error), on: loop)
        }
    }

    private func ended(_ name: String, _ result: Result<UInt64, JournalFailure>, on loop: isolated EventLoop) {
        ended += 1
        let pause: Duration
        switch result {
        case .success(let sequence):
            say("durable \(sequence) \(name)")
            pause = .zero
        case .failure(let failure):
            say("failed \(name) \(failure)")
            pause = .milliseconds(50)
        }
        loop.schedule(after: pause) { [self] in next(on: loop) }
    }

    private func next(on loop: isolated EventLoop) {
        if ended == count { onEnd.take()?.resume() }
        if begun < count { appendNext(on: loop) }
    }
}
