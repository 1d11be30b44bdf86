internal import Daemon
internal import Failover
internal import Logging
internal import Postgres
internal import Reactor

/// One process: a loop for each processor, the first on the thread that called.
struct Server: Sendable {
    private let plant: Plant
    private let stop = StopSignal()

    init(_ plant: Plant) { self.plant = plant }

    func run() throws {
        try onOwnLoop { loop in
            // Blocked before any thread of ours is started: they inherit the mask.
            try SignalWatcher(SignalDescriptor(), stop).start(on: loop)
            try await runFirst(on: loop)
        }
    }

    /// Besides serving: starts the other loops, is admitted, beats, and speaks to operators.
    private func runFirst(on loop: isolated EventLoop) async throws {
        if plant.configuration.journal.isEnabled { try JournalFolders(plant.configuration).prepare() }
        let (service, listeners) = try await start(0, on: loop)
        let regions = try RegionWatch(plant, service.reader)
        plant.log.notice("listening", metadata: ["addresses": "\(listeners.addresses)"])
        for index in 1..<max(1, plant.configuration.loopCount) {
            let other = try EventLoop.start(named: "loop \(index)")
            Task { await runOther(index, on: other) }
        }
        let watch = Task { await regions.work(on: loop) }
        let steward = Task { await work(service, on: loop) }
        // Not held up by admission: a record may be shipped to another region while the own database is silent.
        let shipper = service.shipper.map { shipper in Task { await shipper.work(on: loop) } }
        await stop.wait()
        plant.state.drain()
        plant.log.notice("draining")
        watch.cancel()
        steward.cancel()
        shipper?.cancel()
        await listeners.drain(on: loop)
        await service.close(on: loop)
        if let failure = stop.failure { throw failure }
    }

    private func runOther(_ index: Int, on loop: isolated EventLoop) async {
        do {
            let (service, listeners) = try await start(index, on: loop)
            await stop.wait()
            await listeners.drain(on: loop)
            await service.close(on: loop)
        } catch {
            stop.raise(error)
        }
        loop.stop()
    }

    private func start(_ index: Int, on loop: isolated EventLoop) async throws -> (LoopService, Listeners) {
        let service = try LoopService(plant, metrics: plant.metrics[index], on: loop)
        let listeners = try Listeners(service, plant, isFirst: index == 0)
        try await service.open(asLoop: index, on: loop)
        try listeners.start(on: loop)
        sample(service, listeners, on: loop)
        return (service, listeners)
    }

    /// Once a second each loop writes down its own figures.
    private func sample(_ service: LoopService, _ listeners: Listeners, on loop: isolated EventLoop) {
        service.metrics.sample(service.database.statistics, connectionCount: listeners.connectionCount)
        service.recorder.sample()
        loop.schedule(after: .seconds(1)) { sample(service, listeners, on: loop) }
    }

    private func work(_ service: LoopService, on loop: isolated EventLoop) async {
        do {
            try await Admission(service: service).await(on: loop)
            plant.log.notice("admitted by the database", metadata: ["mode": "\(service.role.mode.rawValue)"])
            await Steward(service: service).work(on: loop)
        } catch is CancellationError {
        } catch {
            stop.raise(error)
        }
    }
}
