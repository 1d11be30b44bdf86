internal import Postgres

/// One asker's keys, until there is an answer for all of them.
package final class KeyAsk {
    private var then: ((Result<[ContentKeyRow], DatabaseError>) -> Void)?
    private var rows: [ContentKeyRow] = []
    private var openCount = 0
    /// On the loop's clock.
    let deadline: Duration

    init(deadline: Duration, then: @escaping (Result<[ContentKeyRow], DatabaseError>) -> Void) {
        self.deadline = deadline
        self.then = then
    }

    /// Nobody waits any more: nothing is told, and what was not sent yet is not asked for on this account.
    package func withdraw() {
        then = nil
        rows = []
    }

    var isWaiting: Bool { then != nil }

    func awaitOne() { openCount += 1 }

    func take(_ row: ContentKeyRow) {
        if isWaiting { rows.append(row) }
    }

    /// One of the keys has all its rows.
    func finishOne() {
        openCount -= 1
        if openCount == 0 { finish(.success(rows)) }
    }

    /// Without a query.
    func settle(_ error: DatabaseError?) { finish(error.map { .failure($0) } ?? .success([])) }

    func fail(_ error: DatabaseError) { finish(.failure(error)) }

    /// The first word counts.
    private func finish(_ result: Result<[ContentKeyRow], DatabaseError>) {
        guard let tell = then.take() else { return }
        rows = []
        tell(result)
    }
}

/// One key ID that is to be asked for, or is being asked for, and everybody who waits for it.
struct KeyQuestion {
    private let first: KeyAsk
    /// Few keys are wanted by two at a time, so this is empty and takes no memory.
    private var others: [KeyAsk] = []
    /// Set when this key's row cannot be read; the others of its group are none the worse.
    var failure: DatabaseError?

    init(of first: KeyAsk) {
        self.first = first
        first.awaitOne()
    }

    var isWanted: Bool { first.isWaiting || others.contains { $0.isWaiting } }

    /// An asker who names a key twice waits for it once.
    mutating func join(_ ask: KeyAsk) {
        guard ask !== (others.last ?? first) else { return }
        ask.awaitOne()
        others.append(ask)
    }

    func forEachAsker(_ body: (KeyAsk) -> Void) {
        body(first)
        for ask in others { body(ask) }
    }
}
