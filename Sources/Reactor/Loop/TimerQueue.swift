internal import HeapModule

/// Names one scheduled call; a name is never used twice.
package struct TimerID: Hashable, Sendable {
    let value: UInt64
}

/// What is due when, to the nanosecond: a heap, where a canceled timer is skipped when its time comes.
///
/// For timers that are few and must be exact; the deadlines of connections go through the `DeadlineWheel`.
struct TimerQueue<Body> {
    private struct Entry: Comparable {
        let due: Int64
        let id: UInt64

        static func < (a: Entry, b: Entry) -> Bool { (a.due, a.id) < (b.due, b.id) }
    }

    private var heap = Heap<Entry>()
    private var bodies: [UInt64: (due: Int64, body: Body)] = [:]
    private var lastID: UInt64 = 0

    var count: Int { bodies.count }

    mutating func add(due: Int64, _ body: Body) -> TimerID {
        lastID += 1
        heap.insert(Entry(due: due, id: lastID))
        bodies[lastID] = (due, body)
        return TimerID(value: lastID)
    }

    mutating func cancel(_ timer: TimerID) {
        bodies[timer.value] = nil
        // Short timers are canceled far more often than they fire: without this the heap would keep every one until its
        // time.
        if heap.count > 2 * bodies.count + 1024 { heap = Heap(bodies.map { Entry(due: $0.value.due, id: $0.key) }) }
    }

    /// When the next live timer is due.
    mutating func nextDue() -> Int64? {
        while let entry = heap.min {
            if bodies[entry.id] != nil { return entry.due }
            heap.removeMin()
        }
        return nil
    }

    /// Takes out one timer that is due at `now`, earliest first, ties in the order they were added.
    mutating func popDue(at now: Int64) -> Body? {
        guard let due = nextDue(), due <= now else { return nil }
        return bodies.removeValue(forKey: heap.removeMin().id)?.body
    }
}
