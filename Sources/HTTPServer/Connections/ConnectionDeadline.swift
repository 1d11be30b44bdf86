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
    /// When the time of the phase began, in monotonic nanoseconds.
    private(set) var since: Int64
    /// Whether a whole request has come since the phase was entered.
    private var hasProgressed = false
    /// When the oldest request began that is not whole and that others come beside; nil over HTTP/1.1, where a request
    /// has the connection for itself and the phase tells all.
    private var unfinishedSince: Int64?

    init(_ phase: ConnectionPhase, at now: Int64) { (self.phase, since) = (phase, now) }

    /// A whole request has come: what the next one may take counts from now.
    ///
    /// A slow reader gains nothing by asking.
    mutating func noteRequest() {
        if phase != .sending { hasProgressed = true }
    }

    /// Whether the end of its patience is another now.
    mutating func enter(_ next: ConnectionPhase, unfinishedSince: Int64?, at now: Int64) -> Bool {
        let isAnew = next != phase || hasProgressed
        guard isAnew || unfinishedSince != self.unfinishedSince else { return false }
        if isAnew { (phase, hasProgressed, since) = (next, false, now) }
        self.unfinishedSince = unfinishedSince
        return true
    }

    /// What is left of it; nil when handlers have the time they need, and nothing is half-said.
    ///
    /// A request has its time for receiving in total, whatever else the connection is busy with.
    func delay(_ allowances: PhaseAllowances, at now: Int64) -> CoarseDelay? {
        let whole = allowances[phase]
        guard since != now || unfinishedSince != nil else { return whole }
        let left = whole?.left(since: since, at: now)
        guard let unfinishedSince, let receiving = allowances[.receiving]?.left(since: unfinishedSince, at: now) else {
            return left
        }
        return left.map { min($0, receiving) } ?? receiving
    }
}
