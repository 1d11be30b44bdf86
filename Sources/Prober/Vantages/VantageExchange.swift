internal import Bytes
internal import Failover
internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// Tells the other vantages what this one has found, and takes what they tell.
///
/// Any number of them may be gone: each is asked on its own, one question at a time, each under a deadline.
final class VantageExchange {
    static let path = "/v1/testimonies"

    private let vantage: String
    private let requester: HTTPRequester
    private let secret: VantageSecret
    private let stamps: MomentStamps
    private let lifetime: Duration
    private(set) var peers: [VantagePeer]
    private var own: [(number: Int64, testimony: Testimony)] = []
    private var count: Int64 = 0
    /// What is told besides testimonies.
    var override: Override?
    var record: SteeringRecord?
    /// Called for each report that came; its testimonies are already on our clock, and gone when they came too late.
    var onReport: (VantageReport, [Testimony]) -> Void = { _, _ in }
    /// Called when a peer was asked, whatever came of it.
    var onAsked: () -> Void = {}

    /// - Parameters:
    ///   - run: Chosen at random at each start.
    ///   - lifetime: How long a testimony is repeated, so that one lost message loses nothing.
    init(
        _ vantage: String, peers: [VantagePeer], requester: HTTPRequester, secret: VantageSecret, run: UInt64,
        lifetime: Duration
    ) {
        (self.vantage, self.peers, self.requester, self.secret) = (vantage, peers, requester, secret)
        self.lifetime = lifetime
        stamps = MomentStamps(run: run)
    }

    /// Whether every other vantage has been asked at least once.
    var hasAskedAll: Bool { peers.allSatisfy(\.hasBeenAsked) }

    /// Remembers what this vantage found, for the next messages.
    func note(_ testimony: Testimony, at now: Duration) {
        count += 1
        own.append((count, testimony))
        own.removeAll { now - $0.testimony.startedAt > lifetime }
        own.removeFirst(max(0, own.count - VantageLimits.testimonies))
    }

    /// Tells everybody now; who is being told already is told again afterwards.
    func tellAll(on loop: isolated EventLoop) {
        for index in peers.indices { tell(index, on: loop) }
    }

    /// Takes a message and makes the answer to it; nil when a stranger sent it.
    func answer(to report: VantageReport, on loop: isolated EventLoop) -> VantageReport? {
        guard let index = peers.firstIndex(where: { $0.name == report.vantage }) else { return nil }
        let now = EventLoop.monotonicNow()
        take(report, from: index, at: now, delay: report.echo.flatMap { stamps.delayMax(of: $0, at: now) }, on: loop)
        return self.report(to: peers[index], at: now)
    }

    private func tell(_ index: Int, on loop: isolated EventLoop) {
        guard !peers[index].isBeingAsked else {
            peers[index].wantsAnother = true
            return
        }
        (peers[index].isBeingAsked, peers[index].wantsAnother) = (true, false)
        Task {
            await ask(index, on: loop)
            (peers[index].isBeingAsked, peers[index].hasBeenAsked) = (false, true)
            onAsked()
            if peers[index].wantsAnother { tell(index, on: loop) }
        }
    }

    private func ask(_ index: Int, on loop: isolated EventLoop) async {
        let start = EventLoop.monotonicNow()
        let request = ClientRequest(
            method: .post, path: Self.path, fields: [secret.field, Field("content-type", "application/json")],
            body: report(to: peers[index], at: start).json)
        let deadlines = ClientDeadlines(
            connect: VantageLimits.connect, status: VantageLimits.answer,
            total: VantageLimits.connect + VantageLimits.answer)
        do throws(HTTPClientFailure) {
            let response = try await requester.send(
                request, to: peers[index].address, deadlines: deadlines, on: loop)
            guard response.status == 200, let report = try? VantageReport(parsing: response.body),
                report.vantage == peers[index].name
            else { return peers[index].failed("answered with \(response.status), or as somebody else") }
            let now = EventLoop.monotonicNow()
            peers[index].problem = nil
            // What the answer says was true after the question was put.
            take(report, from: index, at: now, delay: now - start, on: loop)
        } catch {
            peers[index].failed("\(error)")
        }
    }

    /// - Parameter delay: The longest the report may have been on its way; nil when nobody can tell.
    private func take(
        _ report: VantageReport, from index: Int, at now: Duration, delay: Duration?, on loop: isolated EventLoop
    ) {
        peers[index].stamp = (report.stamp, now)
        let isNews = delay.map { $0 <= VantageLimits.delayMax } ?? false
        if isNews { peers[index].heardAt = now }
        let testimonies = isNews ? peers[index].unheard(of: report) : []
        onReport(report, testimonies.map { $0.testimony(of: report.vantage, receivedAt: now) })
    }

    private func report(to peer: VantagePeer, at now: Duration) -> VantageReport {
        VantageReport(
            vantage: vantage, stamp: stamps.stamp(at: now),
            echo: peer.stamp.map { EchoedStamp(stamp: $0.text, heldFor: now - $0.receivedAt) },
            testimonies: own.map { VantageReport.AgedTestimony($0.testimony, number: $0.number, at: now) },
            override: override, record: record)
    }
}
