internal import Cryptography
internal import Daemon
internal import Failover
internal import HTTPServer
internal import HTTPWire
internal import Journal
internal import LicenseStore
internal import Licensing
internal import Logging
internal import Postgres
internal import Reactor
internal import Synchronization

/// One loop's whole service: its database, what it knows, and what it answers.
final class LoopService {
    let plant: Plant
    let database: Database
    /// What operators ask: a list without an index, or behind a lock, would hold up every player's question after it in
    /// one pipeline, and lose them their connection with its time-out.
    let operatorDatabase: Database
    let reader: LicenseReader
    let ledger: LicenseLedger
    let clearKey: ClearKeyEndpoint
    private(set) var systems: SystemEndpoints
    private(set) var contents: ContentEndpoints
    let packagers: PackagerDesk
    let health: HealthMonitor
    let canary: Canary
    let wrapper: KeyWrapper
    let metrics: ServerMetrics
    let recorder: IssuanceRecorder
    /// Nil while none is kept.
    var accessLog: AccessLog?
    /// As it was read last; the plant's is that of the start.
    private(set) var configuration: Configuration
    /// What this loop takes on, on all of its listeners.
    var load: LoadBudget
    var internalErrors: InternalErrorLog
    /// On the first loop alone.
    private(set) var shipper: Shipper?
    private(set) var role: RegionRole
    /// When the database last came back as a primary, after nobody knew what it was.
    ///
    /// A replica that turns into a primary has been promoted just now, so nothing is newer than it.
    private(set) var returnedAsPrimary: Duration?

    init(_ plant: Plant, metrics: ServerMetrics, on loop: isolated EventLoop) throws {
        self.plant = plant
        self.metrics = metrics
        let configuration = plant.configuration
        self.configuration = configuration
        database = Database(plant.databaseSettings, resolver: plant.resolver)
        operatorDatabase = Database(plant.operatorDatabaseSettings, resolver: plant.resolver)
        load = LoadBudget(configuration.limits.load)
        internalErrors = InternalErrorLog(plant.log)
        let limit = configuration.database.queryTimeout
        reader = LicenseReader(database, within: limit)
        ledger = LicenseLedger(database, within: limit)
        wrapper = try KeyWrapper(plant.ring)
        recorder = IssuanceRecorder(configuration, metrics: metrics, log: plant.log)
        clearKey = ClearKeyEndpoint(
            desk: LicenseDesk(
                database, wrapper: wrapper, cache: configuration.cache, within: limit, counts: metrics.admissions),
            recorder: recorder)
        systems = SystemEndpoints(
            plant.systems, desk: clearKey.desk, recorder: recorder, plant: plant, metrics: metrics)
        packagers = PackagerDesk(reader, cache: configuration.cache)
        contents = ContentEndpoints(
            desk: packagers, reader: reader, ledger: ledger, wrapper: wrapper, region: configuration.region,
            confirmWithin: configuration.confirmWithin)
        canary = try Canary(plant.ring, wrapper: wrapper)
        health = HealthMonitor(
            region: configuration.region, url: configuration.publicURL,
            probe: DatabaseProbe(target: plant.databaseSettings.target, resolver: plant.resolver), database: database,
            canary: canary,
            lagWarning: configuration.health.lagWarning,
            writeRoutes: Endpoint.publicRoutes.filter { $0.effect == .writes }.map { "\($0.method) \($0.pattern)" })
        role = RegionRole(at: loop.now)
    }

    /// Opens the journal first: what cannot be recorded is not granted.
    ///
    /// - Parameter index: Which loop of the server this is.
    func open(asLoop index: Int, on loop: isolated EventLoop) async throws {
        if plant.configuration.journal.isEnabled {
            recorder.begin(try await RecordJournal.open(index, of: plant.configuration, on: loop))
            if index == 0 { shipper = Shipper(plant) }
        }
        database.onRoleChange = { [weak self] role in
            self?.handle(.databaseReported(isInRecovery: role == .replica, at: loop.now))
        }
        clearKey.desk.admissions.mayWrite = { [weak self] in self?.mayWrite ?? false }
        database.onLoss = { [weak self] error in self?.lost(error, on: loop) }
        operatorDatabase.onLoss = { [weak self] error in self?.tell(of: error) }
        database.open(on: loop)
    }

    /// For operators' questions, the first of which opens their connection.
    func operatorReader(on loop: isolated EventLoop) -> LicenseReader {
        operatorDatabase.open(on: loop)
        return LicenseReader(operatorDatabase, within: plant.configuration.database.queryTimeout)
    }

    /// From now on writes down what is answered, as configured.
    func log(accessTo sink: LineSink?) {
        accessLog = sink.flatMap { sink in
            configuration.accessLog.map { AccessLog(sink, region: configuration.region, sample: $0.sample) }
        }
    }

    /// Goes on with what was read again.
    func adopt(_ reloaded: Reloaded) throws(CryptographyFailure) {
        try wrapper.adopt(reloaded.ring)
        configuration = reloaded.configuration
        log(accessTo: reloaded.accessLog)
        clearKey.desk.adopt(configuration.cache)
        systems = SystemEndpoints(
            reloaded.systems, desk: clearKey.desk, recorder: recorder, plant: plant, metrics: metrics)
        packagers.adopt(configuration.cache)
        contents.confirmWithin = configuration.confirmWithin
        health.adopt(configuration)
    }

    func close(on loop: isolated EventLoop) async {
        await recorder.close(on: loop)
        database.close(on: loop)
        operatorDatabase.close(on: loop)
    }

    private func tell(of error: DatabaseError) {
        plant.log.warning(
            "database connection lost", metadata: ["error": "\(error)", "server": "\(error.serverMessage ?? "")"])
    }

    private func lost(_ error: DatabaseError, on loop: isolated EventLoop) {
        tell(of: error)
        if !database.isReachable { handle(.databaseLost(at: loop.now)) }
    }

    /// A connection that came back says what the database is even when that is what it was before.
    func noteRole(on loop: isolated EventLoop) {
        guard role.mode == .unknown, database.isReachable, let known = database.role else { return }
        handle(.databaseReported(isInRecovery: known.role == .replica, at: loop.now))
    }

    /// Asks the database whenever another loop has found it changed.
    func takeHints(on loop: isolated EventLoop) async {
        var seen = 0
        while let issue = await plant.roleHint.next(after: seen) {
            seen = issue
            database.roleWasSeenToChange(on: loop)
        }
    }

    private func handle(_ event: RegionRole.Event) {
        let before = role.mode
        var next = role  // Every answer asks for the role: no access to it is to span a call, or each is checked.
        let effects = next.handle(event)
        role = next
        for effect in effects {
            switch effect {
            case .acceptWrites: plant.log.notice("writes are accepted: the database is a primary")
            case .refuseWrites: plant.log.notice("writes are refused", metadata: ["mode": "\(role.mode.rawValue)"])
            }
        }
        guard role.mode != before else { return }
        plant.roleHint.note(role.mode)
        returnedAsPrimary = before == .unknown && role.mode == .readWrite ? role.since : nil
        _ = isUnproven  // Has the other regions asked at once, and not only when somebody wants to write.
    }
}
