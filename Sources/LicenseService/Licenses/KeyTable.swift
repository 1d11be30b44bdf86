/// Entries in the order they came, and an open-addressed table that finds them: a few loads, whatever the size.
///
/// When it is full the oldest entry gives up its place. Every operation touches a bounded number of entries; only
/// growth copies, and a table is small (see `KeyCache`).
struct KeyTable<Value> {
    struct Entry {
        let key: UInt128
        /// Nil where an entry was taken out: the place is used again in its turn.
        var value: Value?
        var readAt: Duration
    }

    let countMax: Int
    private(set) var count = 0
    private var entries: [Entry] = []
    /// The place that is written next, once all are taken.
    private var oldest = 0
    /// Upper half of the hash, then the entry's place counted from 1; zero is free.
    ///
    /// At most three quarters are taken.
    private var slots: [UInt64] = []
    private var shift: UInt64 = 64

    /// - Parameter countMax: From 1 to 2³⁰.
    init(countMax: Int) { self.countMax = max(1, min(countMax, 1 << 30)) }

    /// - Parameter hash: The same for the same key, always.
    func find(_ key: UInt128, hash: UInt64) -> Entry? {
        guard let slot = slot(of: key, hash) else { return nil }
        return entries[place(in: slots[slot])]
    }

    /// - Returns: Whether something had to go for it.
    @discardableResult
    mutating func store(
        _ value: Value, for key: UInt128, hash: UInt64, readAt: Duration, hashed: (UInt128) -> UInt64
    ) -> Bool {
        if let slot = slot(of: key, hash) {
            let place = place(in: slots[slot])
            entries[place].value = value
            entries[place].readAt = readAt
            return false
        }
        let entry = Entry(key: key, value: value, readAt: readAt)
        guard entries.count == countMax else {
            append(entry, hash)
            return false
        }
        let place = oldest
        oldest = oldest + 1 == countMax ? 0 : oldest + 1
        let gone = entries[place]
        if gone.value != nil { removeSlot(of: gone.key, hashed(gone.key)) }
        entries[place] = entry
        insert(hash, place)
        return gone.value != nil
    }

    /// - Returns: Whether it was there.
    @discardableResult
    mutating func remove(_ key: UInt128, hash: UInt64) -> Bool {
        guard let slot = slot(of: key, hash) else { return false }
        entries[place(in: slots[slot])].value = nil
        free(slot)
        return true
    }
}

// MARK: Slots

extension KeyTable {
    private func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> shift) }

    private func place(in slot: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: slot)) - 1 }

    private func slot(of key: UInt128, _ hash: UInt64) -> Int? {
        guard !slots.isEmpty else { return nil }
        var index = home(hash)
        while slots[index] != 0 {
            if (slots[index] ^ hash) >> 32 == 0, entries[place(in: slots[index])].key == key { return index }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func append(_ entry: Entry, _ hash: UInt64) {
        // To twice the size, and at the end to just what is allowed.
        if entries.count == entries.capacity { entries.reserveCapacity(min(countMax, max(16, 2 * entries.count))) }
        entries.append(entry)
        if 4 * entries.count > 3 * slots.count { growSlots() }
        insert(hash, entries.count - 1)
    }

    private mutating func insert(_ hash: UInt64, _ place: Int) {
        var index = home(hash)
        while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = (hash & ~0xFFFF_FFFF) | UInt64(place + 1)
        count += 1
    }

    /// A slot holds the upper half of its hash, which says where it belongs in a table of any size up to 2³².
    private mutating func growSlots() {
        let old = slots
        slots = [UInt64](repeating: 0, count: max(32, 2 * old.count))
        shift = UInt64(64 - slots.count.trailingZeroBitCount)
        for slot in old where slot != 0 {
            var index = home(slot)
            while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
            slots[index] = slot
        }
    }

    private mutating func removeSlot(of key: UInt128, _ hash: UInt64) {
        if let slot = slot(of: key, hash) { free(slot) }
    }

    /// Moves up whatever would no longer be found behind a gap, so that no slot is ever lost to a tombstone.
    private mutating func free(_ slot: Int) {
        let mask = slots.count - 1
        var (gap, index) = (slot, (slot + 1) & mask)
        while slots[index] != 0 {
            let distance = (index - home(slots[index])) & mask
            if distance >= (index - gap) & mask {
                slots[gap] = slots[index]
                gap = index
            }
            index = (index + 1) & mask
        }
        slots[gap] = 0
        count -= 1
    }
}
