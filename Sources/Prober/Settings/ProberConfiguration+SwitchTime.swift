internal import Failover

extension ProberConfiguration {
    /// How long players may be without a region that answers, at the most, with this prober.
    package var switchTimeLongest: Duration {
        let settings = DetectorSettings(self)
        let timeToLive: Duration? =
            switch steering {
            case .none: nil
            case .dynamicUpdate(let settings): settings.service.timeToLive
            case .route53(let settings): settings.service.timeToLive
            }
        guard let timeToLive else { return SwitchTime(settings).longest }
        return SwitchTime(settings, timeToLive: timeToLive).longest
    }
}
