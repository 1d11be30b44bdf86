import Bytes
import TestSupport
import Testing

@testable import LicenseService

@Suite("Key cache")
struct KeyCacheTests {
    private func cache(countMax: Int = 10) -> KeyCache<Int> {
        KeyCache(freshFor: .seconds(10), usableFor: .seconds(900), countMax: countMax)
    }

    /// What a look found, as a word.
    private func find(
        _ key: UInt128, in cache: KeyCache<Int>, at now: Duration, isDatabaseSilent: Bool = false
    ) -> String {
        switch cache.find(KeyID(key), at: now, isDatabaseSilent: isDatabaseSilent) {
        case .known(let value?): "\(value)"
        case .known(nil): "absent"
        case .unknown: "unknown"
        }
    }

    @Test(
        "a value is believed while fresh, and while usable when the database is silent",
        arguments: [
            (Duration.zero, "1", "1"), (.milliseconds(9_999), "1", "1"), (.seconds(10), "unknown", "1"),
            (.milliseconds(899_999), "unknown", "1"), (.seconds(900), "unknown", "unknown"),
        ])
    func believesForATime(age: Duration, answering: String, silent: String) {
        let cache = cache()
        cache.store(1, for: KeyID(7), at: .seconds(50))

        #expect(find(7, in: cache, at: .seconds(50) + age) == answering)
        #expect(find(7, in: cache, at: .seconds(50) + age, isDatabaseSilent: true) == silent)
    }

    @Test("with no time to be fresh, what was read in this turn can still be used")
    func zeroFreshness() {
        let cache = KeyCache<Int>(freshFor: .zero, usableFor: .zero, countMax: 10)
        cache.store(1, for: KeyID(7), at: .seconds(5))

        #expect(find(7, in: cache, at: .seconds(5)) == "1")
        #expect(find(7, in: cache, at: .milliseconds(5_001)) == "unknown")
    }

    @Test("an absence is believed for a second, and ends when the key is found")
    func absence() {
        let cache = cache()
        cache.store(nil, for: KeyID(7), at: .zero)

        #expect(find(7, in: cache, at: .milliseconds(999)) == "absent")
        #expect(find(7, in: cache, at: .seconds(1)) == "unknown")
        cache.store(3, for: KeyID(7), at: .milliseconds(500))
        #expect(find(7, in: cache, at: .milliseconds(500)) == "3")
    }

    @Test("asking for what does not exist pushes nothing out, and the oldest absence goes first")
    func keepsAbsencesApart() {
        let cache = cache(countMax: 2)
        cache.store(1, for: KeyID(0), at: .zero)
        for number in 1...UInt128(KeyCache<Int>.absencesMax + 1) { cache.store(nil, for: KeyID(number), at: .zero) }

        #expect(find(0, in: cache, at: .zero) == "1")
        #expect(find(1, in: cache, at: .zero) == "unknown")
        #expect(find(2, in: cache, at: .zero) == "absent")
    }

    @Test("what was there and is gone is absent, and its place is used again", arguments: [1, 2, 100])
    func forgetsTheGone(countMax: Int) {
        let cache = cache(countMax: countMax)
        for number in 0..<UInt128(countMax) { cache.store(1, for: KeyID(number), at: .zero) }
        cache.store(nil, for: KeyID(0), at: .zero)
        #expect(find(0, in: cache, at: .zero, isDatabaseSilent: true) == "absent")
        #expect(cache.count == countMax - 1)

        cache.store(2, for: KeyID(1_000), at: .zero)

        #expect(find(1_000, in: cache, at: .zero) == "2")
        #expect(cache.count == countMax)
    }

    @Test("it never holds more than its limit, and nearly as much", arguments: [0, 1, 5, 100, 20_000, 100_000])
    func isBounded(countMax: Int) {
        let cache = cache(countMax: countMax)
        for number in 0..<UInt128(3 * countMax + 3) { cache.store(Int(number), for: KeyID(number), at: .zero) }

        #expect(cache.count <= max(1, countMax))
        #expect(cache.count >= max(1, countMax * 99 / 100))
        #expect(find(UInt128(3 * countMax + 2), in: cache, at: .zero) == "\(3 * countMax + 2)")
    }

    /// Ten thousand random deeds beside a dictionary and a list, with keys few enough to meet often.
    @Test("a table does what a dictionary with a line would", arguments: [1, 2, 7, 64, 300], [UInt64(1), 2, 3])
    func model(countMax: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let hash = KeyedHash(using: &random)
        var table = KeyTable<Int>(countMax: countMax)
        var model = TableModel(countMax: countMax)
        for step in 0..<10_000 {
            let key = UInt128.random(in: 0..<UInt128(2 * countMax + 2), using: &random)
            if Int.random(in: 0..<4, using: &random) == 0 {
                #expect(table.remove(key, hash: hash(key)) == model.remove(key))
            } else {
                table.store(step, for: key, hash: hash(key), readAt: .zero, hashed: hash.callAsFunction)
                model.store(step, for: key)
            }
            #expect(table.count == model.count)
            if step % 100 == 0 {
                for key in 0..<UInt128(2 * countMax + 2) {
                    #expect(table.find(key, hash: hash(key))?.value == model.values[key])
                }
            }
        }
    }

    /// All in one place: the table is then a list, and still right.
    @Test("keys whose hashes are all the same are all found")
    func collisions() {
        var table = KeyTable<Int>(countMax: 200)
        for key in 0..<UInt128(300) {
            table.store(Int(key), for: key, hash: .max, readAt: .zero, hashed: { _ in .max })
        }
        table.remove(150, hash: .max)

        for key in 0..<UInt128(300) {
            #expect(table.find(key, hash: .max)?.value == (key < 100 || key == 150 ? nil : Int(key)))
        }
    }

    @Test("key IDs that count up spread evenly over the tables")
    func spreads() {
        var random = SeededGenerator(seed: 5)
        let hash = KeyedHash(using: &random)
        var upper = [Int](repeating: 0, count: 16)
        var lower = upper
        for key in 0..<UInt128(16_000) {
            upper[Int(hash(key) >> 60)] += 1
            lower[Int(hash(key) & 15)] += 1
        }
        #expect((upper + lower).allSatisfy { 800...1_200 ~= $0 })
    }
}

/// What `KeyTable` promises, in the plainest way: places are taken in turn, and an emptied one stays in its turn.
private struct TableModel {
    let countMax: Int
    private(set) var values: [UInt128: Int] = [:]
    private var line: [UInt128?] = []
    private var next = 0

    init(countMax: Int) { self.countMax = countMax }

    var count: Int { values.count }

    mutating func store(_ value: Int, for key: UInt128) {
        if values.updateValue(value, forKey: key) != nil { return }
        if line.count < countMax { return line.append(key) }
        if let gone = line[next] { values[gone] = nil }
        line[next] = key
        next = (next + 1) % countMax
    }

    mutating func remove(_ key: UInt128) -> Bool {
        guard values.removeValue(forKey: key) != nil else { return false }
        if let place = line.firstIndex(of: key) { line[place] = nil }
        return true
    }
}
