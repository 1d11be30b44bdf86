internal import DequeModule

/// What was read lately, for how long it may be believed; bounded, and owned by one loop.
///
/// An absent value is an answer too: who asks again and again for what does not exist must not reach the database each
/// time. A class, so that a look copies none of it.
final class FreshCache<Key: Hashable, Value> {
    private struct Entry {
        let value: Value
        let readAt: Duration
    }

    /// How long an absence is believed: a key made a second ago should be found.
    static var absenceFor: Duration { .seconds(1) }
    /// Absences that are remembered; the oldest goes first.
    static var absencesMax: Int { 4_096 }

    /// May change under way: what is remembered is judged anew at each look.
    var freshFor: Duration
    var usableFor: Duration
    let countMax: Int
    private var entries: [Key: Entry] = [:]
    /// What was found last: many licenses in a row are for one site and under one key, and need no hash for it.
    private var latest: (key: Key, entry: Entry)?
    private var order: Deque<Key> = []
    /// Apart from the entries, so that asking for what does not exist never pushes out what does.
    private var absences: [Key: Duration] = [:]
    private var absenceOrder: Deque<(key: Key, readAt: Duration)> = []

    init(freshFor: Duration, usableFor: Duration, countMax: Int) {
        self.freshFor = freshFor
        self.usableFor = usableFor
        self.countMax = max(1, countMax)
    }

    var count: Int { entries.count }

    /// - Parameter isDatabaseSilent: whether to make do with what is no longer fresh.
    func find(_ key: Key, at now: Duration, isDatabaseSilent: Bool) -> Finding<Value> {
        guard let entry = entry(key) else {
            let isAbsent = absences[key].map { now - $0 < Self.absenceFor } ?? false
            return isAbsent ? .known(nil) : .unknown
        }
        let age = now - entry.readAt
        // What was read in this very turn can be used, or nothing could be with a limit of zero.
        let isUsable = age < (isDatabaseSilent ? usableFor : freshFor) || age == .zero
        return isUsable ? .known(entry.value) : .unknown
    }

    private func entry(_ key: Key) -> Entry? {
        if let latest, latest.key == key { return latest.entry }
        guard let entry = entries[key] else { return nil }
        latest = (key, entry)
        return entry
    }

    /// What was read last, however long ago.
    func last(_ key: Key) -> Value? { entries[key]?.value }

    /// Remembers what was read; nil when there was nothing.
    func store(_ value: Value?, for key: Key, at now: Duration) {
        latest = nil
        guard let value else { return storeAbsence(of: key, at: now) }
        absences[key] = nil
        guard entries.updateValue(Entry(value: value, readAt: now), forKey: key) == nil else { return }
        order.append(key)
        if entries.count > countMax { removeOldest() }
    }

    private func storeAbsence(of key: Key, at now: Duration) {
        if entries.removeValue(forKey: key) != nil { order.removeAll { $0 == key } }
        absences[key] = now
        absenceOrder.append((key, now))
        if absenceOrder.count > Self.absencesMax { removeOldestAbsence() }
    }

    /// One that was read again since, or has come into being, is not what this place in the line was for.
    private func removeOldestAbsence() {
        guard let oldest = absenceOrder.popFirst(), absences[oldest.key] == oldest.readAt else { return }
        absences[oldest.key] = nil
    }

    private func removeOldest() {
        if let oldest = order.popFirst() { entries[oldest] = nil }
    }
}

/// What a look into a cache found: `known(nil)` means that it is known not to exist.
enum Finding<Value> {
    case known(Value?)
    case unknown

    /// This, or what `second` finds when this is nothing.
    func otherwise(_ second: @autoclosure () -> Finding) -> Finding {
        switch self {
        case .known: self
        case .unknown: second()
        }
    }
}
