/// A descriptor that a loop listens to; the generation tells a late event for a closed one from its successor's.
package struct Watch: Hashable, Sendable {
    let slot: UInt32
    let generation: UInt32
    let descriptor: CInt

    var tag: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
}

/// Who handles which descriptor: slots reused under a new generation.
struct WatchTable {
    private struct Slot {
        var generation: UInt32
        var handler: (any EventHandler)?
    }

    private var slots: [Slot] = []
    private var free: [UInt32] = []

    var count: Int { slots.count - free.count }

    mutating func add(_ descriptor: CInt, _ handler: any EventHandler) -> Watch {
        if let slot = free.popLast() {
            slots[Int(slot)].handler = handler
            return Watch(slot: slot, generation: slots[Int(slot)].generation, descriptor: descriptor)
        }
        slots.append(Slot(generation: 0, handler: handler))
        return Watch(slot: UInt32(slots.count - 1), generation: 0, descriptor: descriptor)
    }

    /// Whether the watch was still there to remove.
    mutating func remove(_ watch: Watch) -> Bool {
        guard slots[Int(watch.slot)].generation == watch.generation else { return false }
        slots[Int(watch.slot)].handler = nil
        slots[Int(watch.slot)].generation &+= 1
        free.append(watch.slot)
        return true
    }

    func contains(_ watch: Watch) -> Bool { slots[Int(watch.slot)].generation == watch.generation }

    /// Nil for an event that was on its way when its descriptor was closed.
    func handler(for tag: UInt64) -> (any EventHandler)? {
        let slot = Int(UInt32(truncatingIfNeeded: tag))
        guard slot < slots.count, slots[slot].generation == UInt32(tag >> 32) else { return nil }
        return slots[slot].handler
    }

    func handler(in slot: UInt32) -> (any EventHandler)? { slots[Int(slot)].handler }
}
