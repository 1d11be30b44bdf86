/// Coarse deadlines of many descriptors, one each: a hashed timing wheel, with no clock and no callbacks.
///
/// Setting, moving and clearing a deadline touch one node and allocate nothing, for almost every deadline of a
/// connection is moved or cleared before it passes. A deadline that is moved later stays where it is and is looked at
/// again when its old time comes.
///
/// Source: G. Varghese and A. Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 6.
struct DeadlineWheel {
    /// One turn of the wheel, in ticks; a deadline further off is looked at once a turn.
    static let bucketCount = 1024
    private static let nobody = UInt32.max

    /// A deadline's place in the ring of those that hang in the same bucket.
    private struct Node {
        var due: UInt64 = 0
        var bucket = DeadlineWheel.nobody
        var next = DeadlineWheel.nobody
        var previous = DeadlineWheel.nobody
    }

    private var nodes: [Node] = []
    private var heads = [UInt32](repeating: nobody, count: bucketCount)
    private var occupied = BucketSet()
    /// Everything due at this tick or before has been popped or is about to be.
    private var cursor: UInt64 = 0
    /// The first occupied tick from `cursor` on, while that is known: most deadlines are moved where they hang already.
    private var first: UInt64?

    /// How many deadlines are set.
    private(set) var count = 0

    /// Sets the deadline of `slot`, or moves it; one that is due already counts as due at the next tick.
    mutating func set(_ slot: UInt32, due: UInt64) {
        let due = max(due, cursor + 1)
        while nodes.count <= Int(slot) { nodes.append(Node()) }
        let isSet = nodes[Int(slot)].bucket != Self.nobody
        let earlier = isSet && due < nodes[Int(slot)].due
        nodes[Int(slot)].due = due
        if earlier { unlink(slot) }
        if !isSet || earlier { link(slot) }
        if !isSet { count += 1 }
    }

    mutating func clear(_ slot: UInt32) {
        guard Int(slot) < nodes.count, nodes[Int(slot)].bucket != Self.nobody else { return }
        unlink(slot)
        count -= 1
    }

    /// Takes out one deadline that is due at tick `now`, the earliest first; asked until it says nil.
    mutating func popDue(at now: UInt64) -> UInt32? {
        while cursor <= now {
            let bucket = Int(cursor % UInt64(Self.bucketCount))
            if heads[bucket] == Self.nobody {
                guard cursor < now else { return nil }
                cursor = occupied.distance(from: bucket).map { min(now, cursor + UInt64($0)) } ?? now
                continue
            }
            let slot = heads[bucket]
            unlink(slot)
            if nodes[Int(slot)].due <= cursor {
                count -= 1
                return slot
            }
            link(slot)  // It was moved, or is more than a turn away.
        }
        return nil
    }

    /// The next tick at which `popDue` may find something; nil when nothing is set.
    mutating func nextTick() -> UInt64? {
        if first == nil {
            let bucket = Int(cursor % UInt64(Self.bucketCount))
            let distance = heads[bucket] != Self.nobody ? 0 : occupied.distance(from: bucket)
            first = distance.map { cursor + UInt64($0) }
        }
        return first
    }

    private mutating func link(_ slot: UInt32) {
        // Never into the bucket at hand, which is only left when it is empty.
        let tick = min(nodes[Int(slot)].due, cursor + UInt64(Self.bucketCount) - 1)
        let bucket = UInt32(tick % UInt64(Self.bucketCount))
        let next = heads[Int(bucket)]
        nodes[Int(slot)].bucket = bucket
        nodes[Int(slot)].next = next
        nodes[Int(slot)].previous = Self.nobody
        if next != Self.nobody { nodes[Int(next)].previous = slot } else { occupied.insert(Int(bucket)) }
        first = first.map { min($0, tick) }
        heads[Int(bucket)] = slot
    }

    private mutating func unlink(_ slot: UInt32) {
        let node = nodes[Int(slot)]
        if node.next != Self.nobody { nodes[Int(node.next)].previous = node.previous }
        if node.previous != Self.nobody {
            nodes[Int(node.previous)].next = node.next
        } else {
            heads[Int(node.bucket)] = node.next
            if node.next == Self.nobody {
                occupied.remove(Int(node.bucket))
                first = nil
            }
        }
        nodes[Int(slot)].bucket = Self.nobody
    }
}
