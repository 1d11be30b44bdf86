internal import Bytes
internal import Failover
internal import HTTPClient
internal import Logging
internal import Reactor

/// One vantage at work: hears what it and the others found, and has carried out what the detector decides.
///
/// Everybody decides; only the acting vantage moves the name and tells people.
final class Lookout {
    let plant: ProberPlant
    let exchange: VantageExchange
    let keeper: NameKeeper
    let notify: (Notice) -> Void
    let store: ([MetricPoint]) -> Void
    private(set) var detector: Detector
    private(set) var twin: Route53Twin?
    private(set) var counts = ProberCounts()
    /// What this vantage found when it last looked.
    private(set) var newest: PerRegion<ProbeOutcome>?
    /// Why the name was last moved, for the notice that follows the move.
    private(set) var cause: Detector.Cause?
    var silence = SilenceWatch()
    /// The standing of each region that people were last told, or need not be told.
    var told = PerRegion(main: Standing.healthy, backup: Standing.healthy)
    let startedAt = EventLoop.monotonicNow()
    private var rounds: ProbeRounds?
    private var state: StateFile?
    private var lastSaved: SavedState?
    private var timer: TimerID?
    private let acting: ActingVantage

    /// - Parameters:
    ///   - notify: Tells people; must not wait.
    ///   - store: Writes results down elsewhere; must not wait.
    init(
        _ plant: ProberPlant, steering: (any Steering)?, saved: SavedState?, run: UInt64,
        notify: @escaping (Notice) -> Void,
        store: @escaping ([MetricPoint]) -> Void
    ) {
        let configuration = plant.configuration
        (self.plant, self.notify, self.store) = (plant, notify, store)
        let settings = DetectorSettings(configuration)
        detector = Detector(
            settings, restoring: saved?.detector, boot: BootIdentity.current() ?? "", at: startedAt)
        acting = ActingVantage(ranking: configuration.vantages.map(\.name))
        keeper = NameKeeper(
            steering, vantage: configuration.vantage, record: saved?.record, watchInterval: configuration.pace.cycle)
        exchange = VantageExchange(
            configuration.vantage,
            peers: plant.vantages.filter { $0.name != configuration.vantage }.map(VantagePeer.init),
            requester: HTTPRequester(
                trust: plant.trust, resolver: plant.resolver,
                limits: ClientLimits(bodyBytesMax: VantageLimits.reportBytes)),
            secret: plant.secret, run: run, lifetime: settings.testimonyLifetime)
        if case .route53(let threshold, _) = configuration.rules {
            twin = Route53Settings(intervalSeconds: 30, threshold: threshold).map { Route53Twin($0) }
        }
    }

    var vantage: String { plant.configuration.vantage }
    var actingVantage: String? { acting.chosen(among: detector.sightedVantages) }

    /// Not before everybody has been asked once: until then a vantage that has just started believes itself alone.
    var isActing: Bool { exchange.hasAskedAll && actingVantage == vantage }

    func start(grid: ProbeGrid, on loop: isolated EventLoop) {
        state = StateFile(plant.stateFile) { [weak self] in self?.saved($0) }
        keeper.wanted = { [weak self] in self?.detector.active ?? .main }
        keeper.onEvent = { [weak self] in self?.note($0, on: loop) }
        exchange.onReport = { [weak self] in self?.take($0, $1, on: loop) }
        exchange.onAsked = { [weak self] in self?.settle(on: loop) }
        for region in RegionChoice.allCases where detector.state.hearing.runs[region].standing == .failing {
            told[region] = .failing
        }
        (exchange.override, exchange.record) = (detector.state.override, keeper.record)
        let rounds = ProbeRounds(plant.probes, grid: grid) { [weak self] in self?.found($0, on: loop) }
        self.rounds = rounds
        rounds.start(on: loop)
        exchange.tellAll(on: loop)
        beat(on: loop)
        keepResults(on: loop)
    }

    func stop(on loop: isolated EventLoop) { rounds?.stop(on: loop) }

    var skippedLooks: Int { rounds?.skipped ?? 0 }

    // MARK: What is heard

    private func found(_ look: Look, on loop: isolated EventLoop) {
        newest = look.outcomes
        for region in RegionChoice.allCases { counts.count(look.outcomes[region]) }
        let testimony = look.testimony(of: vantage)
        exchange.note(testimony, at: EventLoop.monotonicNow())
        hear([testimony], on: loop)
        exchange.tellAll(on: loop)
    }

    private func take(_ report: VantageReport, _ testimonies: [Testimony], on loop: isolated EventLoop) {
        if let override = report.override { perform(.learned(override, at: EventLoop.monotonicNow()), on: loop) }
        if let record = report.record { keeper.learn(record, on: loop) }
        hear(testimonies, on: loop)
    }

    private func hear(_ testimonies: [Testimony], on loop: isolated EventLoop) {
        for testimony in testimonies {
            perform(.heard(testimony, at: EventLoop.monotonicNow()), on: loop)
            count(testimony, on: loop)
        }
        settle(on: loop)
    }

    /// In Route 53's mode its twin decides, and the detector follows unless an order holds it.
    private func count(_ testimony: Testimony, on loop: isolated EventLoop) {
        for region in RegionChoice.allCases {
            let passed = testimony.verdicts[region].isHealthy
            _ = twin?.handle(.probed(region, checker: testimony.vantage, passed: passed))
        }
        guard let choice = twin?.active, choice != detector.active else { return }
        guard detector.state.override.map({ $0.order == .release }) ?? true else { return }
        log("Route 53's rules move the name", ["to": "\(choice.rawValue)"])
        perform(.adopted(choice, at: EventLoop.monotonicNow()), on: loop)
    }

    /// Time passes: a second at a time at most, so that silence is noticed.
    private func beat(on loop: isolated EventLoop) {
        counts.heartbeats += 1
        perform(.ticked(at: EventLoop.monotonicNow()), on: loop)
        noticeSilence(on: loop)
        settle(on: loop)
        loop.schedule(after: min(.seconds(1), plant.configuration.pace.cycle)) { [weak self] in self?.beat(on: loop) }
    }

    private func keepResults(on loop: isolated EventLoop) {
        loop.schedule(after: plant.configuration.pace.cycle) { [weak self] in
            self?.storeResults()
            self?.keepResults(on: loop)
        }
    }

    /// After a batch of events: who acts may have changed, and what is known goes to the disk.
    private func settle(on loop: isolated EventLoop) {
        keeper.reconsider(isActing: isActing, on: loop)
        exchange.record = keeper.record
        save(on: loop)
        wake(on: loop)
    }

    private func wake(on loop: isolated EventLoop) {
        if let timer { loop.cancel(timer) }
        timer = detector.wakesAt.map { due in
            loop.schedule(after: max(.zero, due - EventLoop.monotonicNow())) { [weak self] in
                self?.perform(.ticked(at: EventLoop.monotonicNow()), on: loop)
                self?.settle(on: loop)
            }
        }
    }

    // MARK: Orders

    /// An operator's order, on stable storage when this comes back; or why it is refused.
    func obey(_ order: Order, on loop: isolated EventLoop) async -> OrderOutcome {
        let effects = perform(.ordered(order, at: EventLoop.monotonicNow(), vantage: vantage), on: loop)
        for case .orderRefused(_, let refusal) in effects { return .refused(refusal) }
        settle(on: loop)
        exchange.tellAll(on: loop)
        guard await state?.saved(savedState.json, on: loop) == true else { return .notDurable }
        return .obeyed
    }

    // MARK: What is decided

    @discardableResult
    private func perform(_ event: Detector.Event, on loop: isolated EventLoop) -> [Detector.Effect] {
        let effects = detector.handle(event)
        for effect in effects { perform(effect, on: loop) }
        return effects
    }

    private func perform(_ effect: Detector.Effect, on loop: isolated EventLoop) {
        switch effect {
        case .pointAt(let choice, let cause):
            self.cause = cause
            counts.decisions[choice] += 1
            log("the name should point at \(regionName(choice))", ["because": "\(cause)"])
        case .probeAgain(let moment): rounds?.look(at: moment, on: loop)
        case .standingChanged(let region, let run): tellStanding(of: region, run, on: loop)
        case .overrideChanged(let override):
            exchange.override = override
            tellOverride(override, on: loop)
        case .orderRefused(let order, let refusal): tellRefusal(of: order, refusal, on: loop)
        }
    }

    private func note(_ event: NameEvent, on loop: isolated EventLoop) {
        switch event {
        case .found(let record):
            log("the name was moved by another", ["epoch": "\(record.epoch)", "by": "\(record.by)"])
            perform(.adopted(record.choice, at: EventLoop.monotonicNow()), on: loop)
        case .moved: counts.moves += 1
        case .failed: counts.steeringFailures += 1
        case .worksAgain: break
        }
        exchange.record = keeper.record
        if case .moved = event { exchange.tellAll(on: loop) }
        tell(event, on: loop)
    }

    // MARK: The disk

    private var savedState: SavedState { SavedState(detector: detector.state, record: keeper.record) }

    /// Only what changed by more than the time.
    private func save(on loop: isolated EventLoop) {
        var news = savedState
        news.detector.now = .zero
        guard news != lastSaved else { return }
        lastSaved = news
        state?.save(savedState.json, on: loop)
    }

    private func saved(_ failure: SystemError?) {
        guard let failure else { return }
        if counts.stateFailures == 0 {
            plant.log.error("what this vantage knows cannot be saved", metadata: ["error": "\(failure)"])
        }
        counts.stateFailures += 1
        lastSaved = nil
    }

    func log(_ message: String, _ metadata: Logger.Metadata = [:]) {
        plant.log.notice("\(message)", metadata: metadata)
    }

    func regionName(_ region: RegionChoice) -> String {
        let regions = plant.configuration.regions
        return region == .main ? regions.main.name : regions.backup.name
    }
}

/// What became of an operator's order.
enum OrderOutcome: Equatable, Sendable {
    case obeyed
    case refused(OrderRefusal)
    /// It holds now, and would be forgotten by a restart.
    case notDurable
}
