internal import DequeModule

/// What was read lately, for how long it may be believed; bounded, and owned by one loop.
///
/// An absent value is an answer too: who asks again and again for what does not exist must not reach the database each
/// time.
struct FreshCache<Key: Hashable, Value> {
    private struct Entry {
        let value: Value?
        let readAt: Duration
    }

    /// How long an absence is believed: a key made a second ago should be found.
    static var absenceFor: Duration { .seconds(1) }

    let freshFor: Duration
    let usableFor: Duration
    let countMax: Int
    private var entries: [Key: Entry] = [:]
    private var order: Deque<Key> = []

    init(freshFor: Duration, usableFor: Duration, countMax: Int) {
        self.freshFor = freshFor
        self.usableFor = usableFor
        self.countMax = max(1, countMax)
    }

    var count: Int { entries.count }

    /// What a lookup found: `known(nil)` means that it is known not to exist.
    enum Finding {
        case known(Value?)
        case unknown
    }

    /// - Parameter isDatabaseSilent: whether to make do with what is no longer fresh.
    func find(_ key: Key, at now: Duration, isDatabaseSilent: Bool) -> Finding {
        guard let entry = entries[key] else { return .unknown }
        let age = now - entry.readAt
        guard entry.value != nil else { return age < Self.absenceFor ? .known(nil) : .unknown }
        return age < (isDatabaseSilent ? usableFor : freshFor) ? .known(entry.value) : .unknown
    }

    mutating func store(_ value: Value?, for key: Key, at now: Duration) {
        if entries.updateValue(Entry(value: value, readAt: now), forKey: key) == nil {
            order.append(key)
            if order.count > countMax, let oldest = order.popFirst() { entries[oldest] = nil }
        }
    }
}
