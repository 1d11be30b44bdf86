/// A game day, written down before it is played: who asks for what, what breaks when, and what must then be true.
package struct DrillPlan: Equatable, Sendable {
    package var title: String
    package var service: Service
    package var load: Load
    package var writes: Writes?
    /// A file to which whoever receives the alarms appends one JSON object a line; see docs/drill.md.
    package var alarmsFile: String?
    package var steps: [Step]
    package var targets: Targets

    /// What players are told to ask.
    package struct Service: Equatable, Sendable {
        /// `https://license.example.com`: the name that failover moves.
        package var url: String
        /// `address:port` of the name server that is asked anew for each request; nil asks the system's resolver.
        package var nameServer: String?
        package var trustAnchorsFile: String?
        /// What the regions call themselves in `Evergrant-Region`.
        package var main: String
        package var backup: String
    }

    /// One license request, repeated at a fixed rate whatever happens to the ones before it.
    package struct Load: Equatable, Sendable {
        package var path: String
        package var body: String
        package var tokenFile: String
        package var requestsPerSecond: Int
        package var timeout: Duration
    }

    /// A packager that registers a new content at a fixed rate, and looks for every acknowledged one in the end.
    package struct Writes: Equatable, Sendable {
        /// The folder that the contents' names are appended to: `/v1/sites/demo/contents/`.
        package var path: String
        package var body: String
        package var credentialFile: String
        package var requestsPerMinute: Int
    }

    package struct Step: Equatable, Sendable {
        package enum Expectation: String, CaseIterable, Sendable {
            /// The name stays at the main region the whole time.
            case stays
            /// The name moves to the backup, and comes back after the heal.
            case moves
        }

        package var name: String
        /// A shell command that breaks something; nil breaks nothing.
        package var fault: String?
        /// A second one, while the first still lasts: a prober that dies in the middle of the window.
        package var laterFault: LaterFault?
        /// A shell command that mends it.
        package var heal: String?
        package var expectation: Expectation
        /// How long the fault lasts; for a step that moves, how long it is watched after the name has moved.
        package var lasts: Duration
        /// How long it is watched after the heal, or after the name has come back.
        package var settles: Duration
    }

    package struct LaterFault: Equatable, Sendable {
        package var command: String
        /// From the end of the first fault's command.
        package var after: Duration
    }

    /// What the installation claims; the drill fails when it is not so.
    package struct Targets: Equatable, Sendable {
        /// From the fault to the first license that the backup serves by name.
        package var movesWithin: Duration
        /// A name that moves sooner than this has a threshold that is too short.
        package var movesNotBefore: Duration
        /// From the heal to the first license that the main region serves again by name.
        package var returnsWithin: Duration
        package var returnsNotBefore: Duration
        /// Of the licenses asked for between the move and the heal, from 0 to 1.
        package var servedAfterMove: Double
        /// Licenses that failed between the heal and the end of the step.
        package var failedOnReturnMax: Int
        /// Licenses that failed in a step in which nothing should move, beyond the fault's own time.
        package var lostWritesMax: Int
        /// How often an alarm of each kind must have come in, by distinct id, for each step that moves.
        package var alarmKinds: [String]
    }
}

/// The largest game day, so that a mistyped plan does not become an attack.
enum DrillLimits {
    static let requestsPerSecondMax = 1_000
    static let stepsMax = 64
    /// How many times over the bound of one `NameServer` lookups may wait: a slow machine is no outage.
    static let nameServerShares = 16
    /// Bytes of a plan's request body.
    static let bodyBytesMax = 65_536
    /// One step's fault or silence, in seconds.
    static let stepSecondsMax = 7_200.0
}
