internal import Journal
internal import Synchronization

/// How one loop's journal stands, for whoever asks on another loop.
struct JournalMetrics: ~Copyable, Sendable {
    let usedBytes = Atomic<Int>(0)
    let budgetBytes = Atomic<Int>(0)
    let leftBytes = Atomic<Int>(0)
    let records = Atomic<Int>(0)
    let batches = Atomic<Int>(0)
    let failedBatches = Atomic<Int>(0)
    private let space = Atomic<Int>(0)

    private static let spaces: [JournalSpace] = [.ample, .low, .exhausted]

    func sample(_ statistics: JournalStatistics) {
        usedBytes.store(statistics.usedBytes, ordering: .relaxed)
        budgetBytes.store(statistics.budgetBytes, ordering: .relaxed)
        leftBytes.store(statistics.leftBytes, ordering: .relaxed)
        records.store(Int(clamping: statistics.records), ordering: .relaxed)
        batches.store(Int(clamping: statistics.batches), ordering: .relaxed)
        failedBatches.store(Int(clamping: statistics.failedBatches), ordering: .relaxed)
        space.store(Self.spaces.firstIndex(of: statistics.space) ?? 0, ordering: .relaxed)
    }

    /// How pressing it is: 0 ample, 1 low, 2 exhausted.
    var urgency: Int { space.load(ordering: .relaxed) }
}
