internal import Glibc
package import Reactor

/// Turns SIGTERM and SIGINT into a stop, and SIGHUP into whatever the process makes of it.
package final class SignalWatcher: EventHandler {
    private let signals: SignalDescriptor
    private let stop: StopSignal
    private let onHangup: () -> Void
    private let onInsistence: () -> Void
    private var hasStopped = false

    /// - Parameters:
    ///   - onHangup: Nothing by default; the signal is blocked all the same, so that a closed terminal ends nothing.
    ///   - onInsistence: Called when somebody asks a second time to stop, before the process ends at once. What is
    ///     under way is lost as in a crash, which every file of ours survives.
    package init(
        _ signals: consuming SignalDescriptor, _ stop: StopSignal, onHangup: @escaping () -> Void = {},
        onInsistence: @escaping () -> Void = {}
    ) {
        self.signals = signals
        self.stop = stop
        self.onHangup = onHangup
        self.onInsistence = onInsistence
    }

    package func start(on loop: isolated EventLoop) throws(SystemError) {
        _ = try signals.withNumber { number throws(SystemError) in
            try loop.watch(number, for: .readable, handler: self)
        }
    }

    package func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
        while let signal = signals.next() {
            switch signal {
            case .terminate, .interrupt: askedToStop()
            case .hangup: onHangup()
            }
        }
    }

    private func askedToStop() {
        guard hasStopped else {
            hasStopped = true
            return stop.raise()
        }
        onInsistence()
        _exit(Self.insistenceCode)
    }

    /// What a process that SIGTERM killed is said to have ended with.
    private static let insistenceCode: CInt = 128 + SIGTERM
}
