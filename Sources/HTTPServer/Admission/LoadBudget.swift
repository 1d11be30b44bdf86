internal import Reactor

/// Decides which requests an overloaded loop still takes on, with no clock and no socket.
///
/// Probers always; then players, packagers and operators, each within a budget of their own. Two things run out: room
/// for requests that wait, and the loop's time. The first is counted; the second shows as a lag that stands, and the
/// lower an audience's rank, the less of it is borne before its requests are shed.
package struct LoadBudget: Sendable {
    /// Why a request was shed.
    package enum Shortage: String, CaseIterable, Sendable {
        case room, time
    }

    package enum Verdict: Equatable, Sendable {
        case admitted
        case shed(Shortage, retryAfter: Duration)
    }

    fileprivate struct Account {
        let budget: LoadLimits.Budget
        let lagMax: Int64
        var waiting = 0
        /// What is owed to the shedding, in requests: at least one means that the next is shed.
        var debt = 0.0
        var shed: [Shortage: Int] = [:]
        var refusals: Int64 = 0
    }

    private var accounts: [Account?]
    private var lag = StandingLag()

    package init(_ limits: LoadLimits = LoadLimits()) {
        accounts = Audience.allCases.map { audience in
            limits.budget(of: audience).map { Account(budget: $0, lagMax: max(1, $0.lagMax.wholeNanoseconds)) }
        }
    }

    /// Whether there is time to work on a request.
    ///
    /// - Parameters:
    ///   - lag: How long it has waited for the loop, in nanoseconds.
    ///   - now: Monotonic time in nanoseconds.
    package mutating func judge(_ audience: Audience, lag: Int64, at now: Int64) -> Verdict {
        self.lag.note(lag, at: now)
        let standing = self.lag.nanoseconds
        return accounts[audience.rawValue]?.judge(standing) ?? .admitted
    }

    /// Whether one more request may wait; one that can be answered at once needs no room, and is never refused for it.
    package mutating func room(for audience: Audience) -> Verdict {
        accounts[audience.rawValue]?.room() ?? .admitted
    }

    /// A request that was admitted has begun to wait; it must `finishWaiting`.
    package mutating func beginWaiting(_ audience: Audience) { accounts[audience.rawValue]?.waiting += 1 }

    package mutating func finishWaiting(_ audience: Audience) { accounts[audience.rawValue]?.waiting -= 1 }

    /// How many requests of an audience wait, and how many were shed for each reason.
    package func standing(of audience: Audience) -> (waiting: Int, shed: [Shortage: Int]) {
        accounts[audience.rawValue].map { ($0.waiting, $0.shed) } ?? (0, [:])
    }
}

extension LoadBudget.Account {
    fileprivate mutating func judge(_ standingLag: Int64) -> LoadBudget.Verdict {
        guard standingLag > lagMax else {
            debt = 0
            return .admitted
        }
        debt += min(1, Double(standingLag - lagMax) / Double(lagMax))
        guard debt >= 1 else { return .admitted }
        debt -= 1
        return refuse(.time)
    }

    fileprivate mutating func room() -> LoadBudget.Verdict {
        waiting < budget.waitingMax ? .admitted : refuse(.room)
    }

    private mutating func refuse(_ shortage: LoadBudget.Shortage) -> LoadBudget.Verdict {
        shed[shortage, default: 0] += 1
        refusals &+= 1
        // Spread over three times the wait, or all would be back in the same second.
        return .shed(shortage, retryAfter: budget.retryAfter * Int(1 + refusals % 3))
    }
}
