internal import Reactor

/// Waits until a number of things have happened, wherever they do.
package final class Latch: Sendable {
    private struct State {
        var remaining: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Lock<State>

    package init(count: Int) { state = Lock(State(remaining: count)) }

    /// One of them has happened; more than were expected change nothing.
    package func arrive() {
        let released = state.withLock { state in
            state.remaining -= 1
            guard state.remaining <= 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in released { continuation.resume() }
    }

    package func wait() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.remaining > 0 { state.waiting.append(continuation) }
                return state.remaining <= 0
            }
            if isOver { continuation.resume() }
        }
    }
}
