internal import Failover
internal import FoundationEssentials
internal import Logging
internal import Reactor

/// What people are told, and by whom: of a region, of the name and of other vantages by the acting vantage only.
extension Lookout {
    var narrator: Narrator {
        let regions = plant.configuration.regions
        return Narrator(
            vantage: vantage, names: PerRegion(main: regions.main.name, backup: regions.backup.name),
            settings: detector.settings, state: detector.state, now: EventLoop.monotonicNow(),
            wall: .seconds(Date.now.timeIntervalSince1970))
    }

    func tellStarted(run: UInt64) { notify(narrator.started(run: run)) }

    func tellStanding(of region: RegionChoice, _ run: Run, on loop: isolated EventLoop) {
        log("\(regionName(region)) is \(run.standing.rawValue)")
        guard run.standing != .undecided, run.standing != told[region] else { return }
        told[region] = run.standing
        if isActing { notify(narrator.standing(of: region, run, of: plant.vantages.count)) }
    }

    func tellOverride(_ override: Override, on loop: isolated EventLoop) {
        log("an order holds", ["order": "\(override.order)", "given": "\(override.version.vantage)"])
        if override.version.vantage == vantage { notify(narrator.override(override)) }
    }

    func tellRefusal(of order: Order, _ refusal: OrderRefusal, on loop: isolated EventLoop) {
        log("an order was refused", ["order": "\(order)", "because": "\(refusal.rawValue)"])
        notify(narrator.refused(order, refusal))
    }

    func tell(_ event: NameEvent, on loop: isolated EventLoop) {
        let epoch = keeper.record?.epoch ?? 0
        switch event {
        case .moved(let record, let from):
            log("the name was moved", ["to": "\(regionName(record.choice))", "epoch": "\(record.epoch)"])
            // The first record of all moves nobody.
            if from != nil { notify(narrator.moved(record, because: cause)) }
        case .found: break
        case .failed(let reason, let wanted):
            plant.log.error("the name cannot be moved", metadata: ["error": "\(reason)"])
            notify(narrator.failed(reason, wanted: wanted, epoch: epoch))
        case .worksAgain: notify(narrator.worksAgain(epoch: epoch))
        }
    }

    /// Two intervals and a probe's timeout: as long as a testimony speaks.
    func noticeSilence(on loop: isolated EventLoop) {
        let now = EventLoop.monotonicNow()
        let heard = exchange.peers.map { ($0.name, now - ($0.heardAt ?? startedAt)) }
        let (fell, returned) = silence.look(
            Dictionary(uniqueKeysWithValues: heard), limit: detector.settings.testimonyLifetime)
        for name in fell { log("vantage \(name) is silent") }
        guard isActing else { return }
        for name in fell {
            let peer = exchange.peers.first { $0.name == name }
            notify(narrator.silent(name, since: peer?.heardAt ?? startedAt))
        }
        for name in returned { notify(narrator.returned(name)) }
    }
}
