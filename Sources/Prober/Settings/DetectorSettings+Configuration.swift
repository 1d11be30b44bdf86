internal import Failover

extension DetectorSettings {
    init(_ configuration: ProberConfiguration) {
        self.init()
        let pace = configuration.pace
        (failureWindow, recoveryWindow, interval) = (pace.failureWindow, pace.recoveryWindow, pace.cycle)
        probeTimeout = pace.connectTimeout + pace.statusTimeout
        quorum = configuration.quorum
        if case .route53 = configuration.rules { decidesByItself = false }
    }
}
