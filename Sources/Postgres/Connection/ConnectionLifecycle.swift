/// From a name to a connection that serves, and back again after every loss, for ever.
///
/// Each try has an epoch, so that what a given-up try still reports falls through.
struct ConnectionLifecycle: Equatable {
    enum Phase: Equatable {
        case idle
        case resolving
        case connecting
        case ready
        case waiting
        case closed
    }

    enum Event: Equatable {
        case opened
        case resolved(epoch: Int)
        case resolutionFailed(epoch: Int)
        case connected(epoch: Int)
        case sessionEnded(epoch: Int)
        case delayPassed(epoch: Int)
        /// Somebody has seen the server answer, so there is nothing to wait for.
        case serverSeen
        case closed
    }

    enum Effect: Equatable {
        case resolve(epoch: Int)
        case connect(epoch: Int)
        case serve
        case wait(attempt: Int, epoch: Int)
        case disconnect
    }

    private(set) var phase = Phase.idle
    private(set) var epoch = 0
    /// Tries that failed since the last success.
    private(set) var attempt = 0

    mutating func handle(_ event: Event) -> [Effect] {
        switch (phase, event) {
        case (.idle, .opened), (.waiting, .delayPassed(epoch)), (.waiting, .serverSeen):
            epoch += 1
            phase = .resolving
            return [.resolve(epoch: epoch)]
        case (.resolving, .resolved(epoch)):
            phase = .connecting
            return [.connect(epoch: epoch)]
        case (.connecting, .connected(epoch)):
            (phase, attempt) = (.ready, 0)
            return [.serve]
        case (.resolving, .resolutionFailed(epoch)), (.connecting, .sessionEnded(epoch)),
            (.ready, .sessionEnded(epoch)):
            phase = .waiting
            attempt = min(attempt + 1, 1_000)
            return [.wait(attempt: attempt, epoch: epoch)]
        case (.closed, _):
            return []
        case (_, .closed):
            phase = .closed
            return [.disconnect]
        case (_, .opened), (_, .resolved), (_, .resolutionFailed), (_, .connected), (_, .sessionEnded),
            (_, .delayPassed), (_, .serverSeen):
            return []  // Opened twice, nothing to hurry, or the late word of an epoch that is over.
        }
    }
}
