import Foundation
import LocalRegions

/// What a process holds at one moment.
struct ProcessHoldings: Equatable, Sendable {
    let residentBytes: Int
    let descriptors: Int
    let threads: Int

    init(residentBytes: Int, descriptors: Int, threads: Int) {
        (self.residentBytes, self.descriptors, self.threads) = (residentBytes, descriptors, threads)
    }

    /// Nil when the process has ended.
    init?(of process: Int32) {
        let files = FileManager.default
        guard let resident = ProcessTable.residentBytes(of: process),
            let descriptors = try? files.contentsOfDirectory(atPath: "/proc/\(process)/fd").count,
            let threads = try? files.contentsOfDirectory(atPath: "/proc/\(process)/task").count
        else { return nil }
        (residentBytes, self.descriptors, self.threads) = (resident, descriptors, threads)
    }
}

/// What one server held over a run.
struct SoakFigures: Sendable {
    let region: String
    /// Before any load, and after all of it has gone.
    var idleBefore: ProcessHoldings?
    var idleAfter: ProcessHoldings?
    private(set) var samples: [ProcessHoldings] = []

    /// Of both: what an allocator and a kernel may do without anybody leaking.
    private static let toleratedGrowth = 0.05
    /// What is remembered of keys and tokens fills up for longer than a run of a minute lasts; over an hour it is three
    /// bytes a request.
    private static let toleratedBytes = 12 << 20
    private static let toleratedDescriptors = 4

    init(region: String) { self.region = region }

    mutating func add(_ sample: ProcessHoldings) { samples.append(sample) }

    /// The fifth tenth of the run: by then caches are full, and everything that disturbs has done so.
    var early: ArraySlice<ProcessHoldings> { tenth(4) }
    var late: ArraySlice<ProcessHoldings> { tenth(9) }

    func tenth(_ index: Int) -> ArraySlice<ProcessHoldings> {
        samples[(samples.count * index / 10)..<(samples.count * (index + 1) / 10)]
    }

    /// What grew, in words; empty when nothing did.
    var complaints: [String] {
        guard let idleBefore, let idleAfter else { return ["\(region): the server has ended"] }
        var complaints: [String] = []
        let (before, after) = (early.median(\.residentBytes), late.median(\.residentBytes))
        if Double(after) > Double(before) * (1 + Self.toleratedGrowth) + Double(Self.toleratedBytes) {
            complaints.append("\(region): memory grew from \(before) to \(after) bytes")
        }
        if late.median(\.threads) > early.median(\.threads) + 1 || idleAfter.threads > idleBefore.threads + 1 {
            complaints.append("\(region): threads went from \(idleBefore.threads) to \(idleAfter.threads)")
        }
        if idleAfter.descriptors > idleBefore.descriptors + Self.toleratedDescriptors {
            complaints.append("\(region): descriptors went from \(idleBefore.descriptors) to \(idleAfter.descriptors)")
        }
        return complaints
    }
}

extension ArraySlice<ProcessHoldings> {
    func median(_ value: (ProcessHoldings) -> Int) -> Int {
        let sorted = map(value).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
