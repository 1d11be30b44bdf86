internal import FairPlayKeys
internal import Logging
internal import Reactor

extension DeviceKeyClient {
    /// One that writes down when the licensee's program ceases to work, and when it works again.
    convenience init(path: String, logging log: Logger) {
        self.init(path: path)
        standingChanged = { standing in
            switch standing {
            case .unasked: break
            case .working: log.notice("the program for FairPlay's device keys works")
            case .refusing(let words):
                log.warning(
                    "the program for FairPlay's device keys has none for a device", metadata: ["words": "\(words)"])
            case .failing(let failure):
                log.warning("there are no FairPlay device keys", metadata: ["reason": "\(failure)"])
            }
        }
    }

    /// What `/health` says of the program, as it was when it was asked last; and asks it, for the next report.
    ///
    /// A warning and no failure: players of other systems do not need it, and `/health` decides where the name points.
    ///
    /// - Parameter kept: How it does where this server keeps it running, which knows more than whoever asks.
    func healthCheck(
        keeping kept: KeyProgramBoard.Standing? = nil, on loop: isolated EventLoop
    ) -> HealthReport.Check {
        refreshStanding(on: loop)
        var report = HealthReport.Check(name: "fairplay:helper", status: .pass)
        report.value = kept.map { (Double($0.ends), "ends") }
        if let words = kept?.phase.forStrangers ?? standing.forStrangers {
            (report.status, report.output) = (.warn, words)
        }
        return report
    }
}

extension KeyProgramLife.Phase {
    /// Why it gives no keys now; nil when it may give some.
    fileprivate var forStrangers: String? {
        switch self {
        case .working: nil
        case .starting: "the licensee's program has been started and does not answer yet"
        case .resting: "the licensee's program has ended, and is started again"
        case .dying: "the licensee's program does not answer, and is killed"
        case .ending, .over: "the licensee's program is told to end"
        }
    }
}

extension DeviceKeyClient.Standing {
    /// Strangers read it: what happened is told, and where the program listens is not.
    fileprivate var forStrangers: String? {
        switch self {
        case .unasked, .working, .refusing: nil
        case .failing(let failure): failure.forStrangers
        }
    }
}

extension DeviceKeyFailure {
    fileprivate var forStrangers: String {
        switch self {
        case .unreachable: "the licensee's program cannot be reached"
        case .late, .busy, .malformed, .refused: "the licensee's program: \(self)"
        }
    }
}
