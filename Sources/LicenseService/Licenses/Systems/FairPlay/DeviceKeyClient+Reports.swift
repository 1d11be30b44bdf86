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
    func healthCheck(on loop: isolated EventLoop) -> HealthReport.Check {
        check(on: loop) { _ in }
        let name = "fairplay:helper"
        return switch standing {
        case .unasked, .working, .refusing: HealthReport.Check(name: name, status: .pass)
        // Strangers read it: what happened is told, and where the program listens is not.
        case .failing(let failure): HealthReport.Check(name: name, status: .warn, output: failure.forStrangers)
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
