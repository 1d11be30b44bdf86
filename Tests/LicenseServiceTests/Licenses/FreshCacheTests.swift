import Testing

@testable import LicenseService

@Suite("Fresh cache")
struct FreshCacheTests {
    /// What a lookup found, as a word.
    private func find(
        _ key: String, in cache: FreshCache<String, Int>, at now: Duration, isDatabaseSilent: Bool = false
    ) -> String {
        switch cache.find(key, at: now, isDatabaseSilent: isDatabaseSilent) {
        case .known(let value?): "\(value)"
        case .known(nil): "absent"
        case .unknown: "unknown"
        }
    }

    private func cache(countMax: Int = 10) -> FreshCache<String, Int> {
        FreshCache(freshFor: .seconds(10), usableFor: .seconds(900), countMax: countMax)
    }

    @Test("what was never read is unknown")
    func startsUnknown() {
        #expect(find("a", in: cache(), at: .zero) == "unknown")
    }

    @Test("what was found last is found anew once it is another, is gone, or had to make room")
    func forgetsTheLatest() {
        let cache = cache(countMax: 1)
        cache.store(1, for: "a", at: .zero)
        #expect(find("a", in: cache, at: .zero) == "1")

        cache.store(2, for: "a", at: .zero)
        #expect(find("a", in: cache, at: .zero) == "2")
        cache.store(nil, for: "a", at: .zero)
        #expect(find("a", in: cache, at: .zero) == "absent")
        cache.store(3, for: "a", at: .zero)
        #expect(find("a", in: cache, at: .zero) == "3")
        cache.store(4, for: "b", at: .zero)
        #expect(find("a", in: cache, at: .zero) == "unknown")
        #expect(find("b", in: cache, at: .zero) == "4")
    }

    @Test(
        "a value is believed while fresh, and while usable when the database is silent",
        arguments: [
            (Duration.zero, "1", "1"), (.milliseconds(9_999), "1", "1"), (.seconds(10), "unknown", "1"),
            (.milliseconds(899_999), "unknown", "1"), (.seconds(900), "unknown", "unknown"),
        ])
    func believesForATime(age: Duration, answering: String, silent: String) {
        let cache = cache()
        cache.store(1, for: "a", at: .seconds(50))

        #expect(find("a", in: cache, at: .seconds(50) + age) == answering)
        #expect(find("a", in: cache, at: .seconds(50) + age, isDatabaseSilent: true) == silent)
    }

    @Test("an absence is believed for a second, silent database or not", arguments: [true, false])
    func believesAbsence(isDatabaseSilent: Bool) {
        let cache = cache()
        cache.store(nil, for: "a", at: .zero)

        #expect(find("a", in: cache, at: .milliseconds(999), isDatabaseSilent: isDatabaseSilent) == "absent")
        #expect(find("a", in: cache, at: .seconds(1), isDatabaseSilent: isDatabaseSilent) == "unknown")
    }

    @Test("reading again makes a value fresh again, and a found one replaces its absence")
    func isRefreshed() {
        let cache = cache()
        cache.store(nil, for: "a", at: .zero)
        cache.store(2, for: "a", at: .seconds(20))

        #expect(find("a", in: cache, at: .seconds(25)) == "2")
        #expect(cache.count == 1)
    }

    @Test("it never holds more than its limit, and forgets the oldest first", arguments: [1, 2, 5])
    func isBounded(countMax: Int) {
        let cache = cache(countMax: countMax)
        for number in 0..<100 { cache.store(number, for: "\(number)", at: .zero) }

        #expect(cache.count == countMax)
        #expect(find("99", in: cache, at: .zero) == "99")
        #expect(find("\(99 - countMax)", in: cache, at: .zero) == "unknown")
    }

    @Test("a value read again and again does not push others out")
    func refreshTakesNoRoom() {
        let cache = cache(countMax: 2)
        cache.store(1, for: "a", at: .zero)
        cache.store(2, for: "b", at: .zero)
        for _ in 0..<10 { cache.store(2, for: "b", at: .zero) }

        #expect(find("a", in: cache, at: .zero) == "1")
    }

    @Test("asking for what does not exist pushes nothing out, and takes bounded room")
    func keepsAbsencesApart() {
        let cache = cache(countMax: 2)
        cache.store(1, for: "a", at: .zero)
        for number in 0..<20_000 { cache.store(nil, for: "absent-\(number)", at: .zero) }

        #expect(find("a", in: cache, at: .zero) == "1")
        #expect(find("absent-19999", in: cache, at: .zero) == "absent")
        #expect(find("absent-0", in: cache, at: .zero) == "unknown")
    }

    @Test("what was there and is gone is absent")
    func forgetsTheGone() {
        let cache = cache()
        cache.store(1, for: "a", at: .zero)
        cache.store(nil, for: "a", at: .zero)

        #expect(find("a", in: cache, at: .zero, isDatabaseSilent: true) == "absent")
        #expect(cache.count == 0)
    }

    @Test("a limit of zero holds one, so that what was just read can be used")
    func holdsOne() {
        let cache = cache(countMax: 0)
        cache.store(1, for: "a", at: .zero)

        #expect(find("a", in: cache, at: .zero) == "1")
    }
}
