import Testing

@testable import Postgres

@Suite("Pipeline")
struct PipelineTests {
    private let undefinedTable = ServerReport(state: .undefinedTable)

    @Test("a statement is prepared with its first use and not with its second")
    func preparesOnce() {
        var pipeline = Pipeline()

        #expect(pipeline.begin(["a"]) == [.prepare("a"), .execute(keepsRows: true)])
        #expect(pipeline.begin(["a"]) == [.execute(keepsRows: true)])
    }

    @Test("an exchange is over at its sync and not at its rows")
    func endsAtSync() {
        var pipeline = Pipeline()
        _ = pipeline.begin([nil])

        #expect(pipeline.handle(.answered(.done)) == [.keepResult])
        #expect(pipeline.handle(.commandEnded) == [])
        #expect(pipeline.handle(.synchronized) == [.finish(.answered(isUnconfirmed: false))])
        #expect(!pipeline.isExpectingAnswer)
    }

    @Test("a commit that fails behind a good answer fails the exchange")
    func commitMayFail() {
        var pipeline = Pipeline()
        let deferred = ServerReport(state: .foreignKeyViolation)
        _ = pipeline.begin([nil])
        _ = pipeline.handle(.answered(.done)) + pipeline.handle(.commandEnded)

        #expect(pipeline.handle(.answered(.failed(deferred))) == [])
        #expect(pipeline.handle(.commandEnded) == [])
        #expect(pipeline.handle(.synchronized) == [.finish(.failed(deferred))])
    }

    @Test("a failed preparation is forgotten and reported once, for its own exchange only")
    func failedPreparation() {
        var pipeline = Pipeline()
        _ = pipeline.begin(["a"])
        _ = pipeline.begin(["b"])

        let effects =
            pipeline.handle(.answered(.failed(undefinedTable))) + pipeline.handle(.commandEnded)
            + pipeline.handle(.answered(.skipped)) + pipeline.handle(.commandEnded) + pipeline.handle(.synchronized)

        #expect(effects == [.finish(.failed(undefinedTable))])
        #expect(pipeline.prepared == ["b"])
        #expect(pipeline.count == 1)
    }

    @Test("only the last of several statements gives the answer")
    func lastStatementAnswers() {
        var pipeline = Pipeline()
        let steps = pipeline.begin(["set", "write"])

        #expect(steps.filter { $0 == .execute(keepsRows: true) }.count == 1)
        let effects = steps.flatMap { _ in pipeline.handle(.answered(.done)) + pipeline.handle(.commandEnded) }
        #expect(effects == [.keepResult])
    }

    @Test("a canceled wait for a standby makes the answer an unconfirmed one")
    func unconfirmedCommit() {
        var pipeline = Pipeline()
        _ = pipeline.begin([nil])
        _ = pipeline.handle(.answered(.done)) + pipeline.handle(.commandEnded)
        _ = pipeline.handle(.noticed(ServerReport(state: .warning, routine: "SyncRepWaitForLSN")))

        #expect(pipeline.handle(.synchronized) == [.finish(.answered(isUnconfirmed: true))])
    }

    @Test("another notice is no doubt about the commit")
    func otherNotices() {
        var pipeline = Pipeline()
        _ = pipeline.begin([nil])
        _ = pipeline.handle(.noticed(ServerReport(state: .warning, routine: "exec_stmt_raise")))
        _ = pipeline.handle(.answered(.done)) + pipeline.handle(.commandEnded)

        #expect(pipeline.handle(.synchronized) == [.finish(.answered(isUnconfirmed: false))])
    }

    @Test(
        "a server that speaks out of turn is given up",
        arguments: [
            [.synchronized], [.commandEnded], [.answered(.done), .answered(.done)],
            [.answered(.done), .commandEnded, .commandEnded],
            [.answered(.failed(ServerReport(state: SQLState("57P01")))), .commandEnded, .commandEnded],
            [.answered(.done), .commandEnded, .answered(.done)],
        ] as [[Pipeline.Event]])
    func outOfTurn(events: [Pipeline.Event]) {
        var pipeline = Pipeline()
        _ = pipeline.begin([nil])

        #expect(events.flatMap { pipeline.handle($0) }.last == .giveUp)
    }

    @Test("an answer to nothing is given up, a notice is not")
    func nothingAsked() {
        var pipeline = Pipeline()

        #expect(pipeline.handle(.noticed(undefinedTable)) == [])
        #expect(pipeline.handle(.answered(.done)) == [.giveUp])
    }
}
