import Testing

/// The checker is fed histories in which one thing is wrong: a checker that finds nothing would please everybody.
@Suite("The checker of histories")
struct HistoryCheckerTests {
    @Test("a history in which every promise was kept has no violation")
    func keptPromises() {
        #expect(HistoryChecker(evidence: .kept).violations() == [])
    }

    @Test("nothing was promised, so nothing is broken")
    func nothingHappened() {
        var evidence = Evidence.kept
        evidence.operations = []
        #expect(HistoryChecker(evidence: evidence).violations() == [])
    }

    @Test("each broken promise is found, and nothing else is said to be broken", arguments: BrokenHistory.all)
    func brokenPromise(_ broken: BrokenHistory) {
        var evidence = Evidence.kept
        broken.change(&evidence)
        let found = Set(HistoryChecker(evidence: evidence).violations().map(\.promise))
        #expect(found == [broken.promise])
    }

    @Test("every kind of violation has a history that shows it")
    func allPromises() {
        #expect(Set(BrokenHistory.all.map(\.promise)) == Set(Violation.Promise.allCases))
    }

    @Test("an unknown write may be there or not", arguments: [true, false])
    func unknownWrites(isThere: Bool) {
        var evidence = Evidence.kept
        evidence.operations.append(.write("maybe", .unknown("late")))
        if isThere { evidence.put("maybe", [.video]) }
        #expect(HistoryChecker(evidence: evidence).violations() == [])
    }

    @Test("a content that somebody else made may be there although one writer was refused")
    func refusedOnce() {
        var evidence = Evidence.kept
        evidence.operations.append(.write("film", .refused(status: 409, problem: "content-conflict")))
        #expect(HistoryChecker(evidence: evidence).violations() == [])
    }

    @Test("what journal verify prints is read")
    func journalLines() {
        let text = """
            /state/journal/0: intact, records 1 to 2 in 1 files of 900 bytes
              journal 01-02, durable 2, shipped 2
              chain hash abcd
            /state/journal/1: NOT INTACT, no records in 0 files of 0 bytes
              journal 03-04, durable 0, shipped 0
            """
        #expect(
            JournalFacts.read(text, region: "seoul") == [
                JournalFacts(
                    region: "seoul", instance: "01-02", isIntact: true, durable: 2, shipped: 2, lastHash: "abcd"),
                JournalFacts(region: "seoul", instance: "03-04", isIntact: false, durable: 0, shipped: 0, lastHash: ""),
            ])
    }
}
