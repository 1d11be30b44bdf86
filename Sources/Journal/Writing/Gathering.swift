/// Records that are gathered for one batch, and who is told when it is durable.
struct Gathering {
    /// An array of bare closures would wrap each in one more.
    private struct Waiter {
        let tell: (Result<UInt64, JournalFailure>) -> Void
    }

    private(set) var batch: Batch
    private var waiters: [Waiter] = []

    init() { batch = Batch() }

    /// Empty, with room for as much as `other` holds.
    init(like other: Gathering) {
        batch = Batch(reserving: other.batch.bytes.count)
        waiters.reserveCapacity(other.waiters.count)
    }

    var isEmpty: Bool { waiters.isEmpty }

    /// - Returns: The bytes of all records that are gathered.
    mutating func add(
        _ record: [UInt8], then: @escaping (Result<UInt64, JournalFailure>) -> Void
    ) throws(JournalFailure) -> Int {
        guard batch.payloadBytes(with: record) <= JournalLimits.batchBytesMax else { throw .overloaded }
        batch.append(record)
        waiters.append(Waiter(tell: then))
        return batch.payloadBytes
    }

    /// Tells everybody, in the order of their records, of which the first has the number in `result`.
    func tell(_ result: Result<UInt64, JournalFailure>) {
        for (index, waiter) in waiters.enumerated() { waiter.tell(result.map { $0 + UInt64(index) }) }
    }
}
