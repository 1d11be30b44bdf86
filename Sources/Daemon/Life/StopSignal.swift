internal import Reactor

/// Said once, heard by every loop: stop, and perhaps why.
package final class StopSignal: Sendable {
    private struct State {
        var isRaised = false
        var failure: (any Error)?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())

    package init() {}

    /// The first reason is kept.
    package func raise(_ failure: (any Error)? = nil) {
        let waiting = state.withLock { state in
            if !state.isRaised { (state.isRaised, state.failure) = (true, failure) }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    package func wait() async {
        await withCheckedContinuation { continuation in
            let isRaised = state.withLock { state in
                if !state.isRaised { state.waiting.append(continuation) }
                return state.isRaised
            }
            if isRaised { continuation.resume() }
        }
    }

    /// Why, when it was not an operator's wish.
    package var failure: (any Error)? { state.withLock { $0.failure } }
}
