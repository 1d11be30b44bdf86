internal import Bytes
internal import Failover
internal import Logging
internal import Reactor

/// What people are told, and by whom: of a region, of the name and of other vantages by the acting vantage only.
extension Lookout {
    func tellStarted(run: UInt64) {
        notify(.proberStarted(run: String(run, radix: 16), active: detector.active, scene))
    }

    func tellStanding(of region: RegionChoice, _ run: Run, on loop: isolated EventLoop) {
        log("\(regionName(region)) is \(run.standing.rawValue)")
        guard run.standing != .undecided, run.standing != told[region] else { return }
        told[region] = run.standing
        guard isActing else { return }
        let settings = detector.settings
        notify(
            .standing(
                of: region, since: wallTime(of: run.since),
                window: run.standing == .failing ? settings.failureWindow : settings.recoveryWindow,
                active: detector.active, scene))
        let other = detector.state.hearing.runs[region.other]
        guard run.standing == .failing, other.standing == .failing else { return }
        notify(.bothFailing(since: wallTime(of: max(run.since, other.since)), active: detector.active, scene))
    }

    func tellOverride(_ override: Override, on loop: isolated EventLoop) {
        let version = override.version
        log("an order holds", ["order": "\(override.order.words)", "given": "\(version.vantage)"])
        guard version.vantage == vantage else { return }
        notify(
            .overrideOrdered(
                order: override.order.words, version: "\(version.counter) of \(version.vantage)", scene))
    }

    func tellRefusal(of order: Order, _ refusal: OrderRefusal, on loop: isolated EventLoop) {
        log("an order was refused", ["order": "\(order.words)", "because": "\(refusal.rawValue)"])
        notify(
            .orderRefused(
                order: order.words, reason: refusal.sentence,
                version: "\(wallTime(of: loop.now).seconds) of \(vantage)",
                scene))
    }

    func tell(_ event: NameEvent, on loop: isolated EventLoop) {
        let epoch = keeper.record?.epoch ?? 0
        switch event {
        case .moved(let record, let from):
            log("the name was moved", ["to": "\(regionName(record.choice))", "epoch": "\(record.epoch)"])
            // The first record of all moves nobody.
            if from != nil { tellMove(record) }
        case .found: break
        case .failed(let reason, let wanted):
            plant.log.error("the name cannot be moved", metadata: ["error": "\(reason)"])
            notify(.steeringFailed(wanted: regionName(wanted), reason: reason, occasion: "\(epoch + 1)", scene))
        case .worksAgain: notify(.steeringWorks(occasion: "\(epoch)", scene))
        }
    }

    private func tellMove(_ record: SteeringRecord) {
        var isOrdered = false
        if case .order = cause { isOrdered = true }
        let service = plant.configuration.steering.service
        notify(
            .switched(
                to: record.choice, epoch: record.epoch, isOrdered: isOrdered,
                timeToLive: .seconds(service?.timeToLiveSeconds ?? 0), scene))
        let now = wallTime(of: EventLoop.monotonicNow())
        store([MetricPoint(.regionSwitched, 1, region: regionName(record.choice), at: now)])
    }

    /// Two intervals and a probe's timeout: as long as a testimony speaks.
    func noticeSilence(on loop: isolated EventLoop) {
        let now = EventLoop.monotonicNow()
        let heard = exchange.peers.map { ($0.name, now - ($0.heardAt ?? startedAt)) }
        let (fell, returned) = silence.look(
            Dictionary(heard, uniquingKeysWith: min), limit: detector.settings.testimonyLifetime)
        for (names, isSilent) in [(fell, true), (returned, false)] {
            for name in names {
                log("vantage \(name) is \(isSilent ? "silent" : "heard again")")
                let since = exchange.peers.first { $0.name == name }?.heardAt ?? startedAt
                guard isActing else { continue }
                notify(.vantage(name, isSilent: isSilent, since: wallTime(of: since), scene))
            }
        }
    }
}

extension Order {
    /// As an operator's command says it.
    fileprivate var words: String {
        switch self {
        case .freeze, .release: name
        case .force(let region, let evenIfDead): "\(name) \(region.rawValue)\(evenIfDead ? " --force" : "")"
        }
    }
}
