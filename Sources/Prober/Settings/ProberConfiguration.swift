package import Daemon
package import Failover

/// Everything an operator decides about one vantage; `docs/configuration.md` is its manual.
package struct ProberConfiguration: Equatable, Sendable {
    /// What this vantage is called; one of `vantages`.
    package var vantage: String
    package var stateDirectory: String
    package var listener: ListenerSettings
    /// All of them, this one included; the order is the rank in which they act.
    package var vantages: [Vantage]
    package var vantageSecretFile: String
    /// PEM; nil trusts the authorities of the machine.
    package var trustAnchorsFile: String?
    package var regions: Regions
    package var pace: Pace
    /// How many vantages must agree.
    package var quorum: Quorum
    package var rules: Rules
    package var steering: SteeringSettings
    package var alarms: AlarmSettings

    package struct Vantage: Equatable, Sendable {
        package var name: String
        package var url: String
    }

    package struct Regions: Equatable, Sendable {
        package var main: Region
        package var backup: Region
    }

    package struct Region: Equatable, Sendable {
        /// What people call it: `seoul`.
        package var name: String
        /// What is asked: `https://seoul.drm.example.com/health`.
        package var url: String
        /// An address and a port that are used instead of looking up the URL's host.
        package var connectTo: String?
    }

    /// How often, how long, and when it is long enough.
    package struct Pace: Equatable, Sendable {
        package var cycle: Duration
        package var failureWindow: Duration
        package var recoveryWindow: Duration
        package var connectTimeout: Duration
        package var statusTimeout: Duration
    }

    /// By whose rules a region is judged.
    package enum Rules: Equatable, Sendable {
        case evergrant(mainMustBeReadWrite: Bool)
        case route53(threshold: Int, searchString: String?)
    }
}
