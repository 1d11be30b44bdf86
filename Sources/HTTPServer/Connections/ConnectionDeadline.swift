/// What a connection is waiting for, and so how long it may take; total times, not idle times.
enum ConnectionPhase: Equatable {
    case handshake
    case idle
    case receiving
    /// Requests are with their handlers, which have deadlines of their own.
    case answering
    case sending
    case lingering

    func allowance(in limits: ServerLimits) -> Duration? {
        switch self {
        case .handshake: limits.handshake
        case .idle: limits.idle
        case .receiving: limits.receiving
        case .answering: nil
        case .sending: limits.sending
        case .lingering: limits.lingering
        }
    }
}

/// When a connection's patience ends; entering the phase it is in already does not extend it.
struct ConnectionDeadline {
    private(set) var phase: ConnectionPhase
    private(set) var due: Duration?

    init(_ phase: ConnectionPhase, at now: Duration, _ limits: ServerLimits) {
        self.phase = phase
        due = phase.allowance(in: limits).map { now + $0 }
    }

    mutating func enter(_ next: ConnectionPhase, at now: Duration, _ limits: ServerLimits) {
        guard next != phase else { return }
        self = ConnectionDeadline(next, at: now, limits)
    }
}
