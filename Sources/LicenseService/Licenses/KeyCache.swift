internal import Bytes

/// What was read of content keys lately, for how long it may be believed; bounded, and owned by one loop.
///
/// Like `FreshCache`, for the one kind of which there are millions: flat arrays, and a look that costs the same at ten
/// thousand keys and at five million. It is many small tables, chosen by hash, so that growth copies one of them and
/// never everything at once. For an entry it takes 48 bytes and 11 to 21 of its table, and what its value has on the
/// heap. A class, so that a look copies none of it.
final class KeyCache<Value> {
    /// How long an absence is believed: a key made a second ago should be found.
    static var absenceFor: Duration { .seconds(1) }
    /// Absences that are remembered; the oldest goes first.
    static var absencesMax: Int { 4_096 }
    /// Entries of one table: copying as many, when it grows for the last time, takes a tenth of a millisecond.
    static var tableCountMax: Int { 8_192 }

    /// May change under way: what is remembered is judged anew at each look.
    var freshFor: Duration
    var usableFor: Duration
    private(set) var count = 0
    private let hash: KeyedHash
    private var tables: [KeyTable<Value>]
    /// Apart from the entries, so that asking for what does not exist never pushes out what does.
    private var absences = KeyTable<Void>(countMax: KeyCache.absencesMax)

    /// - Parameter countMax: Entries in all; each table has its equal part of them.
    init(freshFor: Duration, usableFor: Duration, countMax: Int) {
        self.freshFor = freshFor
        self.usableFor = usableFor
        var random = SystemRandomNumberGenerator()
        hash = KeyedHash(using: &random)
        var tableCount = 1
        while countMax / tableCount > Self.tableCountMax { tableCount *= 2 }
        tables = Array(repeating: KeyTable(countMax: countMax / tableCount), count: tableCount)
    }

    /// - Parameter isDatabaseSilent: whether to make do with what is no longer fresh.
    func find(_ keyID: KeyID, at now: Duration, isDatabaseSilent: Bool) -> Finding<Value> {
        let hash = hash(keyID.value)
        guard let entry = tables[table(hash)].find(keyID.value, hash: hash) else {
            return isAbsent(keyID, hash, at: now) ? .known(nil) : .unknown
        }
        let age = now - entry.readAt
        // What was read in this very turn can be used, or nothing could be with a limit of zero.
        let isUsable = age < (isDatabaseSilent ? usableFor : freshFor) || age == .zero
        return isUsable ? .known(entry.value) : .unknown
    }

    /// Remembers what was read; nil when there was nothing.
    func store(_ value: Value?, for keyID: KeyID, at now: Duration) {
        let hash = hash(keyID.value)
        let table = table(hash)
        let before = tables[table].count
        if let value {
            absences.remove(keyID.value, hash: hash)
            tables[table].store(value, for: keyID.value, hash: hash, readAt: now, hashed: self.hash.callAsFunction)
        } else {
            tables[table].remove(keyID.value, hash: hash)
            absences.store((), for: keyID.value, hash: hash, readAt: now, hashed: self.hash.callAsFunction)
        }
        count += tables[table].count - before
    }

    private func isAbsent(_ keyID: KeyID, _ hash: UInt64, at now: Duration) -> Bool {
        guard let absence = absences.find(keyID.value, hash: hash) else { return false }
        let age = now - absence.readAt
        return age < Self.absenceFor
    }

    /// By the lower bits: a table goes by the upper ones.
    private func table(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (tables.count - 1) }
}
