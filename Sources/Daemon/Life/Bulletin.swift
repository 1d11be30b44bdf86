internal import Reactor

/// The newest of what is published, for tasks that each wait on a loop of their own.
package final class Bulletin<News: Sendable>: Sendable {
    private struct State {
        var issue = 0
        var news: News?
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []

        func hasAny(after seen: Int) -> Bool { issue > seen || isClosed }
    }

    private let state = Lock(State())

    package init() {}

    /// Whoever has not read what came before has no use for it any more.
    package func publish(_ news: News) {
        change { state in
            state.issue += 1
            state.news = news
        }
    }

    /// Nothing more will come.
    package func close() { change { $0.isClosed = true } }

    /// What is newer than issue `seen`, once there is any; nil when nothing more will come.
    package func next(after seen: Int) async -> (issue: Int, news: News)? {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.hasAny(after: seen) { state.waiting.append(continuation) }
                return state.hasAny(after: seen)
            }
            if isThere { continuation.resume() }
        }
        return state.withLock { state in
            guard !state.isClosed, state.issue > seen else { return nil }
            return state.news.map { (state.issue, $0) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
