internal import DequeModule

/// What one connection has sent and not heard the end of, and what each answer means.
///
/// Every exchange ends in its own sync, so an error ends its own exchange and no other; and an exchange is over at its
/// sync and not before, because the server commits there: an `INSERT 0 1` in front of it is no promise yet.
struct Pipeline: Equatable {
    enum Step: Equatable {
        case prepare(String)
        case execute(keepsRows: Bool)
    }

    enum Verdict: Equatable {
        case done
        case failed(ServerReport)
        /// Not run, because something in front of it failed.
        case skipped
    }

    enum Event: Equatable {
        case answered(Verdict)
        /// libpq's end of the answers to one command.
        case commandEnded
        case synchronized
        case noticed(ServerReport)
    }

    enum Outcome: Equatable {
        case answered(isUnconfirmed: Bool)
        case failed(ServerReport)
    }

    enum Effect: Equatable {
        /// The result at hand is the answer to the exchange in front.
        case keepResult
        case finish(Outcome)
        /// The server speaks out of turn; nothing on this connection can be trusted any more.
        case giveUp
    }

    private struct Exchange: Equatable {
        var steps: Deque<Step>
        var report: ServerReport?
        var isUnconfirmed = false
        /// Whether the command in front has answered and only its end is missing.
        var awaitsEnd = false
    }

    private var exchanges: Deque<Exchange> = []
    private(set) var prepared: Set<String> = []

    /// Answers are due, so silence is not peace.
    var isExpectingAnswer: Bool { !exchanges.isEmpty }
    var count: Int { exchanges.count }

    /// Takes note of an exchange and says what to send for it, in order and before its sync.
    ///
    /// - Parameter statements: Names in order; nil is the empty query. The last one's rows are the answer.
    mutating func begin(_ statements: [String?]) -> [Step] {
        var steps: Deque<Step> = []
        for (index, name) in statements.enumerated() {
            if let name, prepared.insert(name).inserted { steps.append(.prepare(name)) }
            steps.append(.execute(keepsRows: index == statements.count - 1))
        }
        exchanges.append(Exchange(steps: steps))
        return Array(steps)
    }

    mutating func handle(_ event: Event) -> [Effect] {
        guard !exchanges.isEmpty else {
            // A notice may come at any time, a shutdown for one.
            if case .noticed = event { return [] }
            return [.giveUp]
        }
        switch event {
        case .noticed(let report):
            if report.isUnconfirmedCommit { exchanges[0].isUnconfirmed = true }
            return []
        case .answered(let verdict): return answered(verdict)
        case .commandEnded: return commandEnded()
        case .synchronized: return synchronized()
        }
    }

    private mutating func answered(_ verdict: Verdict) -> [Effect] {
        if case .failed(let report) = verdict, exchanges[0].report == nil { exchanges[0].report = report }
        guard !exchanges[0].awaitsEnd else { return [.giveUp] }
        exchanges[0].awaitsEnd = true
        guard let step = exchanges[0].steps.first else {
            // The commit itself failed, behind the last command.
            if case .failed = verdict { return [] }
            return [.giveUp]
        }
        switch (step, verdict) {
        case (.prepare(let name), .failed), (.prepare(let name), .skipped):
            prepared.remove(name)
            return []
        case (.execute(keepsRows: true), .done): return [.keepResult]
        case (.prepare, .done), (.execute, .done), (.execute, .failed), (.execute, .skipped): return []
        }
    }

    private mutating func commandEnded() -> [Effect] {
        // libpq ends nothing for ever once the server is gone: two ends in a row are no answer.
        guard exchanges[0].awaitsEnd else { return [.giveUp] }
        exchanges[0].awaitsEnd = false
        _ = exchanges[0].steps.popFirst()
        return []
    }

    private mutating func synchronized() -> [Effect] {
        guard exchanges[0].steps.isEmpty else { return [.giveUp] }
        let exchange = exchanges.removeFirst()
        guard let report = exchange.report else { return [.finish(.answered(isUnconfirmed: exchange.isUnconfirmed))] }
        return [.finish(.failed(report))]
    }

    /// The server says that it knows no such statement: it is prepared again with its next use.
    mutating func forget(_ name: String) { prepared.remove(name) }
}
