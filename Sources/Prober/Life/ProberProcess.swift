internal import Cryptography
internal import Daemon
internal import Failover
internal import FoundationEssentials
internal import HTTPServer
internal import Logging
internal import Reactor

/// One vantage as a process: one loop, on the thread that called, until it is asked to stop.
struct ProberProcess: Sendable {
    private let plant: ProberPlant
    private let stop = StopSignal()

    init(_ plant: ProberPlant) { self.plant = plant }

    func run() throws {
        try onOwnLoop { loop in
            // Blocked before any thread of ours is started: they inherit the mask.
            try SignalWatcher(SignalDescriptor(), stop).start(on: loop)
            try await watch(on: loop)
        }
    }

    private func watch(on loop: isolated EventLoop) async throws {
        var random = SystemRandomNumberGenerator()
        let run: UInt64 = .random(in: 1 ... .max, using: &random)
        let log = plant.log
        let deliveries = try plant.deliveries()
        let lookout = Lookout(
            plant, steering: try plant.makeSteering(), saved: SavedState.load(from: plant.stateFile, log: log),
            run: run,
            notify: { notice in
                log.notice("notice", metadata: ["id": "\(notice.id)", "title": "\(notice.title)"])
                deliveries.post(notice, on: loop)
            },
            store: { deliveries.post($0, on: loop) })
        let listener = try listen(ProberResponder(lookout) { deliveries.statistics }, on: loop)
        lookout.start(grid: grid(at: loop.now, using: &random), on: loop)
        lookout.tellStarted(run: run)
        log.notice("watching", metadata: ["vantage": "\(lookout.vantage)", "address": "\(listener.address)"])
        await stop.wait()
        log.notice("stopping")
        lookout.stop(on: loop)
        await listener.drain(on: loop)
        await deliveries.stop(within: .seconds(5), on: loop)
        if let failure = stop.failure { throw failure }
    }

    private func grid(at now: Duration, using random: inout some RandomNumberGenerator) -> ProbeGrid {
        ProbeGrid(
            cycle: plant.configuration.pace.cycle, rank: plant.rank, of: plant.vantages.count, now: now,
            wall: .seconds(Date.now.timeIntervalSince1970), jitter: .random(in: 0...1, using: &random))
    }

    private func listen(_ responder: ProberResponder, on loop: isolated EventLoop) throws -> Listener {
        let settings = plant.configuration.listener
        guard let address = SocketAddress(numeric: settings.address, port: settings.port) else {
            throw CommandFailure(ConfigurationError("listener.address", "must be an IP address"))
        }
        do throws(SystemError) {
            let socket = try ListeningSocket(on: address, isShared: false)
            let tls = plant.listenerTLS
            tls?.watch(plant.log, on: loop)
            let listener = Listener(on: socket, tls: tls.map { tls in { tls.current } }, responder: responder)
            try listener.start(on: loop)
            return listener
        } catch {
            throw CommandFailure(ConfigurationError("listener", "cannot listen on \(address): \(error)"))
        }
    }
}
