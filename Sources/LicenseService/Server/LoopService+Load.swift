internal import HTTPServer
internal import Reactor

extension LoopService {
    /// Why a request is not worked on now; nil when it is.
    func shedding(_ audience: Audience, on loop: isolated EventLoop) -> Problem? {
        switch load.judge(audience, lag: loop.lagNanoseconds, at: loop.nowNanoseconds) {
        case .admitted: nil
        case .shed(_, let delay): Problem(.overloaded, "This server has more to do than it can.", retryAfter: delay)
        }
    }
}
