import Glibc
import Journal
import Reactor

/// What a record costs: processor time of the whole process, and time until it is durable, beside the bare disk.
final class Measuring {
    private let directory: String
    private let milliseconds: Int
    private let rate: Int
    private let seconds: Int
    private var latencies: [Duration] = []
    private var failures = 0
    private let record = [UInt8](repeating: 0x6c, count: 400)

    init(in directory: String, _ milliseconds: Int, rate: Int, seconds: Int) {
        (self.directory, self.milliseconds, self.rate, self.seconds) = (directory, milliseconds, rate, seconds)
    }

    func run(on loop: isolated EventLoop) async throws {
        let settings = JournalSettings(batchDelay: .milliseconds(milliseconds))
        let journal = try await RecordJournal.open(in: directory, settings: settings, on: loop)
        latencies.reserveCapacity(rate * seconds)
        let idle = await cost(of: nil, on: loop)
        let before = journal.statistics
        let busy = await cost(of: journal, on: loop)
        let after = journal.statistics
        await journal.close(on: loop)
        let batches = after.batches - before.batches
        let perBatch = Int(after.records - before.records) / max(1, Int(batches))
        let bare = try BareDisk(in: directory).measure(bytes: perBatch * 404 + 64, pause: milliseconds)
        report(cpu: busy - idle, batches: Int(batches), perBatch: perBatch, bare)
    }

    /// Processor microseconds while `rate` records a second are appended, evenly by the millisecond.
    private func cost(of journal: RecordJournal?, on loop: isolated EventLoop) async -> Double {
        let start = EventLoop.monotonicNow()
        let before = processorMicroseconds()
        var done = 0
        while done < rate * seconds {
            try? await loop.sleep(for: .milliseconds(1))
            let due = Int((EventLoop.monotonicNow() - start).wholeMicroseconds) * rate / 1_000_000
            while done < min(due, rate * seconds) {
                if let journal { append(to: journal, on: loop) }
                done += 1
            }
        }
        try? await loop.sleep(for: .milliseconds(200))
        return processorMicroseconds() - before
    }

    private func append(to journal: RecordJournal, on loop: isolated EventLoop) {
        let start = EventLoop.monotonicNow()
        do throws(JournalFailure) {
            try journal.append(record, on: loop) { [self] in ended($0, start) }
        } catch {
            failures += 1
        }
    }

    private func ended(_ result: Result<UInt64, JournalFailure>, _ start: Duration) {
        if case .failure = result { failures += 1 }
        latencies.append(EventLoop.monotonicNow() - start)
    }

    private func report(cpu: Double, batches: Int, perBatch: Int, _ bare: BareDisk.Figures) {
        let figures: [(String, Double)] = [
            ("records", Double(latencies.count)), ("failures", Double(failures)), ("batches", Double(batches)),
            ("recordsPerBatch", Double(perBatch)),
            ("cpuPerRecord", cpu / Double(max(1, latencies.count))),
            ("bareCPUPerRecord", bare.cpu / Double(max(1, perBatch))),
            ("latencyMedian", latencies.quantile(0.5)), ("latency99", latencies.quantile(0.99)),
            ("latencyMax", latencies.quantile(1)),
            ("bareMedian", bare.latencies.quantile(0.5)), ("bare99", bare.latencies.quantile(0.99)),
            ("bareMax", bare.latencies.quantile(1)),
        ]
        say("{" + figures.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
    }
}

/// Writing the same batches with nothing around them.
struct BareDisk {
    struct Figures {
        let latencies: [Duration]
        /// Processor microseconds of one write and `fdatasync`, woken from a pause like the journal's.
        let cpu: Double
    }

    private let path: String

    init(in directory: String) { path = "\(directory)/bare" }

    func measure(bytes: Int, pause: Int, count: Int = 300) throws -> Figures {
        let file = try File(path, for: .replacing)
        defer { unlink(path) }
        let zeros = [UInt8](repeating: 0, count: bytes)
        for index in 0..<count { try file.write(zeros.span, at: index * bytes) }
        try file.synchronize()
        let batch = [UInt8](repeating: 0x6c, count: bytes)
        var latencies: [Duration] = []
        let before = processorMicroseconds()
        for index in 0..<count {
            let start = EventLoop.monotonicNow()
            try file.write(batch.span, at: index * bytes)
            try file.synchronize()
            latencies.append(EventLoop.monotonicNow() - start)
            poll(nil, 0, CInt(pause))
        }
        return Figures(latencies: latencies, cpu: (processorMicroseconds() - before) / Double(count))
    }
}

/// User and system time of all threads.
func processorMicroseconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) * 1_000_000 + Double($1.tv_usec) }
}

extension Duration {
    var wholeMicroseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}

extension [Duration] {
    /// In microseconds.
    func quantile(_ share: Double) -> Double {
        let sorted = sorted()
        guard let last = sorted.indices.last else { return 0 }
        return Double(sorted[Int(Double(last) * share)].wholeMicroseconds)
    }
}
