internal import Bytes
internal import Failover
internal import FoundationEssentials
internal import Reactor

extension Lookout {
    /// What notices are written from.
    var scene: NoticeScene {
        NoticeScene(
            service: plant.configuration.serviceName,
            regions: PerRegion(main: glimpse(of: .main), backup: glimpse(of: .backup)),
            seeingVantages: detector.sightedVantages.count, allVantages: plant.vantages.count, vantage: vantage,
            at: Timestamp(seconds: Int64(Date.now.timeIntervalSince1970)))
    }

    /// A moment of our monotonic clock on the wall's, to the second.
    func wallTime(of moment: Duration) -> Timestamp {
        let wall = Duration.seconds(Date.now.timeIntervalSince1970) - (EventLoop.monotonicNow() - moment)
        return Timestamp(seconds: wall.components.seconds)
    }

    /// What the vantages that see say of a region.
    func verdicts(on region: RegionChoice) -> [Verdict] {
        detector.state.hearing.witnesses.values.filter(\.isSighted).map { $0.newest.verdicts[region] }
    }

    private func glimpse(of region: RegionChoice) -> RegionGlimpse {
        let run = detector.state.hearing.runs[region]
        let standing: RegionGlimpse.Standing =
            switch run.standing {
            case .healthy: .healthy
            case .failing: .failing(reasons(against: region))
            case .undecided: .unknown
            }
        return RegionGlimpse(
            name: regionName(region), standing: standing, lasting: max(.zero, EventLoop.monotonicNow() - run.since))
    }

    private func reasons(against region: RegionChoice) -> String {
        let words = Set(verdicts(on: region).filter { !$0.isHealthy }.map(\.words))
        return words.isEmpty ? "nobody says why" : words.sorted().joined(separator: "; ")
    }
}

extension ProberConfiguration {
    /// The name that players ask for; without an authority to tell, the two regions stand for it.
    var serviceName: String {
        steering.service?.name.text ?? "the service of \(regions.main.name) and \(regions.backup.name)"
    }
}

extension SteeringSettings {
    /// Nil when no authority is told.
    var service: ServiceName? {
        switch self {
        case .none: nil
        case .dynamicUpdate(let settings): settings.service
        case .route53(let settings): settings.service
        }
    }
}
