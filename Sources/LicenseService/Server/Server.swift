internal import Cryptography
internal import Daemon
internal import Failover
internal import Logging
internal import Postgres
internal import Reactor

/// One process: a loop for each processor, the first on the thread that called.
struct Server: Sendable {
    private let plant: Plant
    private let supervisor: SupervisorReports
    private let source: ConfigurationSource
    private let stop = StopSignal()
    private let hangups = Bulletin<Void>()
    /// Counts the loops that listen; nobody is told "ready" before all do.
    private let listening: Latch
    /// Counts the other loops that have answered everybody and synced their journals: the process must not end before.
    private let ended: Latch

    init(_ plant: Plant, supervisor: Supervisor, source: ConfigurationSource) {
        self.plant = plant
        self.source = source
        self.supervisor = SupervisorReports(supervisor, plant)
        listening = Latch(count: plant.configuration.loopCount)
        ended = Latch(count: plant.configuration.loopCount - 1)
    }

    func run() throws {
        try onOwnLoop { loop in
            let (log, hangups) = (plant.log, hangups)
            // Blocked before any thread of ours is started: they inherit the mask.
            let watcher = SignalWatcher(
                try SignalDescriptor(), stop, onHangup: { hangups.publish(()) },
                onInsistence: { log.warning("asked to stop a second time: ending at once") })
            try watcher.start(on: loop)
            try plant.workshop.start()
            let accessLog = try plant.configuration.accessLogSink(after: nil, nil, counts: plant.accessLines)
            try await runFirst(accessLog, on: loop)
        }
    }

    /// Besides serving: starts the other loops, is admitted, beats, and speaks to operators.
    private func runFirst(_ accessLog: LineSink?, on loop: isolated EventLoop) async throws {
        plant.warnOfTestMaterial()
        if plant.configuration.journal.isEnabled { try JournalFolders(plant.configuration).prepare() }
        let (service, listeners) = try await start(0, accessLog, on: loop)
        for secured in plant.securedListeners { secured.watch(plant.log, on: loop) }
        let keyProgram = KeyProgramHost(plant.keyProgram, logging: plant.log)
        await keyProgram.adopt(plant.systems.keyProgram, on: loop)
        let regions = try RegionWatch(service)
        for index in 1..<max(1, plant.configuration.loopCount) {
            let other = try EventLoop.start(named: "loop \(index)")
            Task { await runOther(index, accessLog, on: other) }
        }
        let watch = Task { await regions.work(on: loop) }
        let steward = Task { await work(service, on: loop) }
        // Not held up by admission: a record may be shipped to another region while the own database is silent.
        let shipper = try start(service.shipper, on: loop)
        let reloader = Reloader(service, source, supervisor, accessLog: accessLog, keyProgram: keyProgram)
        Task { await reloader.work(hangups, on: loop) }
        await listening.wait()
        plant.log.notice("listening", metadata: ["addresses": "\(listeners.addresses)"])
        supervisor.start(on: loop)
        await stop.wait()
        supervisor.stopping()
        await finish(service, listeners, on: loop)
        for task in [watch, steward, shipper] { task?.cancel() }
        // A reload under way is left alone: it waits for loops that may have ended.
        hangups.close()
        plant.news.close()
        plant.roleHint.close()
        await ended.wait()
        await keyProgram.close(on: loop)
        await plant.workshop.close()
        await reloader.accessLog?.finish()
        plant.log.notice("ended")
        if let failure = stop.failure { throw failure }
    }

    /// What it reads of the disk, it reads on a thread of its own.
    private func start(_ shipper: Shipper?, on loop: isolated EventLoop) throws -> Task<Void, Never>? {
        guard let shipper else { return nil }
        let reader = try EventLoop.start(named: "shipper")
        return Task {
            await withTaskExecutorPreference(reader.thread) { await shipper.work(on: loop) }
            reader.stop()
        }
    }

    private func runOther(_ index: Int, _ accessLog: LineSink?, on loop: isolated EventLoop) async {
        do {
            let (service, listeners) = try await start(index, accessLog, on: loop)
            await finish(service, listeners, on: loop)
        } catch {
            stop.raise(error)
            listening.arrive()
        }
        plant.pulses[index].end(on: loop)
        ended.arrive()
        loop.stop()
    }

    private func start(
        _ index: Int, _ accessLog: LineSink?, on loop: isolated EventLoop
    ) async throws -> (LoopService, Listeners) {
        let service = try LoopService(plant, metrics: plant.metrics[index], on: loop)
        service.log(accessTo: accessLog)
        let listeners = try Listeners(service, plant, isFirst: index == 0)
        // Answers before the journal is open, which waits for the disk. No license can leave without its record: keys
        // come from the database, which is opened behind the journal.
        try listeners.start(on: loop)
        try await service.open(asLoop: index, on: loop)
        sample(service, listeners, on: loop)
        Task { await takeNews(service, on: loop) }
        Task { await service.takeHints(on: loop) }
        listening.arrive()
        if let interval = supervisor.pulseInterval { plant.pulses[index].start(every: interval, on: loop) }
        return (service, listeners)
    }

    /// Serves until somebody wants it to end, says so to balancers first, and lets what is under way finish.
    private func finish(_ service: LoopService, _ listeners: Listeners, on loop: isolated EventLoop) async {
        await stop.wait()
        plant.state.drain()
        let draining = service.configuration.draining
        if stop.failure == nil { try? await loop.sleep(for: draining.delay) }
        let cut = await listeners.drain(within: draining.deadline, on: loop)
        if cut > 0 { plant.log.warning("cut off at the deadline", metadata: ["connections": "\(cut)"]) }
        await service.close(on: loop)
    }

    /// Goes on with what was read again, each time, until there is no more.
    private func takeNews(_ service: LoopService, on loop: isolated EventLoop) async {
        var seen = 0
        while let (issue, reloaded) = await plant.news.next(after: seen) {
            seen = issue
            do throws(CryptographyFailure) { try service.adopt(reloaded) } catch {
                plant.log.error("a loop goes on with its old keys", metadata: ["error": "\(error)"])
            }
            reloaded.taken.arrive()
        }
    }

    /// Once a second each loop writes down its own figures.
    private func sample(_ service: LoopService, _ listeners: Listeners, on loop: isolated EventLoop) {
        service.metrics.sample(
            service.database.statistics + service.operatorDatabase.statistics,
            connectionCount: listeners.connectionCount, load: service.load)
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
