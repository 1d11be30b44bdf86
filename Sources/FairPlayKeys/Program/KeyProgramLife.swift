/// When a program that we keep running is started, asked, given up and ended; no clock, no process and no log.
package struct KeyProgramLife: Equatable, Sendable {
    package enum Phase: Equatable, Sendable {
        /// It does not run, and is started when `until` comes.
        case resting(until: Duration)
        /// It runs and has not answered yet.
        case starting(since: Duration)
        /// It has answered, first then and last then.
        case working(since: Duration, heard: Duration)
        /// It was told to end, and is killed when `until` comes.
        case ending(until: Duration)
        /// It was killed, and is not gone yet.
        case dying
        /// Nothing more happens.
        case over
    }

    package enum Event: Equatable, Sendable {
        case woke(at: Duration)
        case started(at: Duration)
        case notStarted(at: Duration)
        /// To `status`.
        case answered(at: Duration)
        case unanswered(at: Duration)
        /// By itself or by us.
        case ended(at: Duration)
        /// It is not wanted any more.
        case dismissed(at: Duration)
    }

    package enum Effect: Equatable, Sendable {
        case start
        case ask
        /// Instead of whatever time was asked for before.
        case wake(at: Duration)
        case terminate
        case kill
        /// It is gone, or cannot be made to go.
        case finish
    }

    package private(set) var phase = Phase.resting(until: .zero)
    /// How often it ended, or did not even start, without being told to.
    package private(set) var ends = 0
    /// Whether it is not wanted any more.
    package private(set) var isDismissed = false
    /// Ends since it was sound.
    private var failures = 0
    private let limits: KeyProgramLimits

    package init(_ limits: KeyProgramLimits = KeyProgramLimits()) { self.limits = limits }

    package mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .woke(let now): wake(at: now)
        case .started: phase.isRunning ? [.ask] : []
        case .notStarted(let now), .ended(let now): end(at: now)
        case .answered(let now): hear(at: now)
        case .unanswered(let now): missAnswer(at: now)
        case .dismissed(let now): dismiss(at: now)
        }
    }

    private mutating func wake(at now: Duration) -> [Effect] {
        switch phase {
        case .resting(let until) where now >= until:
            phase = .starting(since: now)
            return [.start]
        case .starting, .working:
            return [.ask]
        case .ending(let until) where now >= until:
            phase = .dying
            return [.kill, .wake(at: now + limits.deathMax)]
        case .dying where isDismissed:
            phase = .over
            return [.finish]
        case .resting(let until), .ending(let until):
            return [.wake(at: until)]
        case .dying, .over:
            return []
        }
    }

    private mutating func hear(at now: Duration) -> [Effect] {
        switch phase {
        case .starting: phase = .working(since: now, heard: now)
        case .working(let since, _): phase = .working(since: since, heard: now)
        case .resting, .ending, .dying, .over: return []
        }
        return [.wake(at: now + limits.askInterval)]
    }

    private mutating func missAnswer(at now: Duration) -> [Effect] {
        switch phase {
        case .starting(let since):
            return now - since >= limits.startMax ? kill() : [.wake(at: now + limits.firstAskInterval)]
        case .working(_, let heard):
            return now - heard >= limits.silenceMax ? kill() : [.wake(at: now + limits.askInterval)]
        case .resting, .ending, .dying, .over:
            return []
        }
    }

    /// At once, and not with SIGTERM: what is halted would not hear it.
    private mutating func kill() -> [Effect] {
        forgetFailuresIfSound()
        phase = .dying
        return [.kill]
    }

    private mutating func dismiss(at now: Duration) -> [Effect] {
        isDismissed = true
        switch phase {
        case .resting:
            phase = .over
            return [.finish]
        case .starting, .working:
            let until = now + limits.endMax
            phase = .ending(until: until)
            return [.terminate, .wake(at: until)]
        case .dying:
            return [.wake(at: now + limits.deathMax)]
        case .ending, .over:
            return []
        }
    }

    private mutating func end(at now: Duration) -> [Effect] {
        switch phase {
        case .resting, .over:
            return []
        case .starting, .working, .ending, .dying:
            guard !isDismissed else {
                phase = .over
                return [.finish]
            }
            forgetFailuresIfSound()
            return rest(at: now)
        }
    }

    private mutating func forgetFailuresIfSound() {
        if case .working(let since, let heard) = phase, heard - since >= limits.soundAfter { failures = 0 }
    }

    private mutating func rest(at now: Duration) -> [Effect] {
        ends += 1
        let until = now + min(limits.restMax, limits.restMin * (1 << failures))
        failures = min(failures + 1, 16)  // 2^16 × 100 ms is far above the longest rest.
        phase = .resting(until: until)
        return [.wake(at: until)]
    }
}

extension KeyProgramLife.Phase {
    /// Whether it runs and is meant to.
    package var isRunning: Bool {
        switch self {
        case .starting, .working: true
        case .resting, .ending, .dying, .over: false
        }
    }
}
