internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// Players: licenses asked for by name at a fixed rate, and what became of each.
final class LicenseLoad {
    private let caller: Caller
    private let request: ClientRequest
    private let clock: DayClock
    private let interval: Duration
    private var metronome: Metronome?
    private(set) var licenses: [Record.License] = []
    private(set) var pendingCount = 0

    init(_ load: DrillPlan.Load, token: String, caller: Caller, clock: DayClock) {
        self.caller = caller
        self.clock = clock
        request = ClientRequest(
            method: .post, path: load.path,
            fields: [Field("authorization", "Bearer \(token)"), Field("content-type", "application/json")],
            body: Array(load.body.utf8))
        interval = .seconds(1) / load.requestsPerSecond
    }

    func start(on loop: isolated EventLoop) {
        let metronome = Metronome(clock, every: interval) { due in
            self.pendingCount += 1
            Task { await self.ask(due: due, on: loop) }
        }
        self.metronome = metronome
        metronome.start(on: loop)
    }

    func stop(on loop: isolated EventLoop) { metronome?.stop(on: loop) }

    /// Whether a license that was due since then was served by this region.
    func wasServed(by region: String, since start: Duration) -> Bool {
        licenses.reversed().prefix { $0.finished >= start }.contains { $0.due >= start && $0.isServed(by: region) }
    }

    private func ask(due: Duration, on loop: isolated EventLoop) async {
        let outcome: Record.License.Outcome
        do throws(NoAnswer) {
            outcome = Self.outcome(try await caller.send(request, on: loop))
        } catch {
            outcome = .failed(error.reason)
        }
        pendingCount -= 1
        licenses.append(Record.License(due: due, finished: clock.now, outcome: outcome))
    }

    private static func outcome(_ response: ClientResponse) -> Record.License.Outcome {
        guard response.status == 200, !response.body.isEmpty else { return .failed("status \(response.status)") }
        return .served(by: response.fields.first("evergrant-region") ?? "nobody who says so")
    }
}
