internal import Reactor

/// What a connection is waiting for, and so how long it may take; total times, not idle times.
enum ConnectionPhase: Equatable, CaseIterable {
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

/// The allowances of all phases, in the form the loop's deadlines take: made once for a listener.
struct PhaseAllowances {
    private let delays: [CoarseDelay?]

    init(_ limits: ServerLimits) {
        delays = ConnectionPhase.allCases.map { $0.allowance(in: limits).map(CoarseDelay.init) }
    }

    subscript(phase: ConnectionPhase) -> CoarseDelay? {
        switch phase {
        case .handshake: delays[0]
        case .idle: delays[1]
        case .receiving: delays[2]
        case .answering: delays[3]
        case .sending: delays[4]
        case .lingering: delays[5]
        }
    }
}

/// When a connection's patience counts anew; entering the phase it is in already does not extend it.
struct ConnectionDeadline: Equatable {
    private(set) var phase: ConnectionPhase
    /// Whether a whole request has come since the phase was entered.
    private var hasProgressed = false

    init(_ phase: ConnectionPhase) { self.phase = phase }

    /// A whole request has come: what the next one may take counts from now.
    ///
    /// A slow reader gains nothing by asking.
    mutating func noteRequest() {
        if phase != .sending { hasProgressed = true }
    }

    /// Whether the time of the phase begins now.
    mutating func enter(_ next: ConnectionPhase) -> Bool {
        guard next != phase || hasProgressed else { return false }
        (phase, hasProgressed) = (next, false)
        return true
    }
}
