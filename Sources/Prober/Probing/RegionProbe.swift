internal import Failover
internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// Asks one region how it is, once, over a connection of its own.
struct RegionProbe: Sendable {
    let region: RegionChoice
    let address: HTTPAddress
    let rule: HealthRule
    let deadlines: ClientDeadlines
    let requester: HTTPRequester

    /// Never longer than the deadlines allow.
    func run(on loop: isolated EventLoop) async -> ProbeOutcome {
        let start = EventLoop.monotonicNow()
        let fields = [Field("accept", "application/health+json, */*"), Field("user-agent", "evergrant-probe")]
        do throws(HTTPClientFailure) {
            let response = try await requester.send(
                ClientRequest(method: .get, fields: fields), to: address, deadlines: deadlines, on: loop)
            let verdict = rule.verdict(status: response.status, body: response.body)
            return outcome(verdict, "HTTP status \(response.status)", response.timings, since: start)
        } catch {
            return outcome(Verdict(error), "\(error)", error.timings, since: start)
        }
    }

    private func outcome(
        _ verdict: Verdict, _ detail: String, _ timings: ClientTimings, since start: Duration
    ) -> ProbeOutcome {
        ProbeOutcome(
            region: region, verdict: verdict, detail: detail, startedAt: start, finishedAt: EventLoop.monotonicNow(),
            timings: timings)
    }
}

extension Verdict {
    /// An answer that breaks HTTP is a bad answer; anything else that goes wrong is none.
    init(_ failure: HTTPClientFailure) {
        guard failure.cause != .malformed else {
            self = .unhealthy(.malformedBody)
            return
        }
        self =
            switch failure.phase {
            case .nameLookup: .unreachable(.nameLookup)
            case .connect: .unreachable(.connect)
            case .tls: .unreachable(.tls)
            case .request: .unreachable(.request)
            case .response: .unreachable(.response)
            }
    }
}
