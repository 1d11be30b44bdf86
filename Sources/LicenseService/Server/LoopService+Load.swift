internal import HTTPServer
internal import Reactor

extension LoopService {
    /// Why there is no time for a request now; nil when there is.
    func shedding(_ audience: Audience, on loop: isolated EventLoop) -> Problem? {
        problem(load.judge(audience, lag: loop.lagNanoseconds, at: loop.nowNanoseconds))
    }

    /// Why a request cannot wait now; nil when it can.
    func lackOfRoom(for audience: Audience) -> Problem? { problem(load.room(for: audience)) }

    private func problem(_ verdict: LoadBudget.Verdict) -> Problem? {
        switch verdict {
        case .admitted: nil
        case .shed(_, let delay): Problem(.overloaded, "This server has more to do than it can.", retryAfter: delay)
        }
    }
}
