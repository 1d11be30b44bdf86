import LocalRegions

/// A fault at a region, with what it takes hold of and what must work while it is done or undone.
struct ChaosFault: Hashable, Sendable, CustomStringConvertible {
    /// What at most one fault has hold of at a time.
    enum Part: Hashable, Sendable {
        case database(String), server(String), disk(String), network(String), replication, replay
    }

    let fault: Fault
    let region: String

    var description: String { "\(fault.rawValue) \(region)" }

    var parts: Set<Part> {
        switch fault {
        case .regionKilled: [.database(region), .server(region)]
        case .databaseKilled, .databaseHalted: [.database(region)]
        case .serverKilled, .serverHalted: [.server(region)]
        case .networkCut: [.network(region)]
        case .slowDisk: [.disk(region)]
        case .replicationCut: [.replication]
        case .replayPaused: [.replay]
        case .nameServerHalted, .nameServerKilled, .vantageHalted, .vantageKilled: []
        }
    }

    /// What nobody else may have hold of when it begins.
    var needsToBegin: Set<Part> {
        switch fault {
        // Done by SQL at the primary, or at the replica.
        case .replicationCut: [.database(Self.main)]
        case .replayPaused: [.database(region)]
        // The tracer takes hold of processes that run, and what it holds cannot be seen to halt.
        case .slowDisk: [.database(region), .server(region)]
        case .databaseHalted, .serverHalted: [.disk(region)]
        default: []
        }
    }

    /// What nobody else may have hold of when it ends.
    var needsToEnd: Set<Part> {
        switch fault {
        case .replicationCut: [.database(Self.main)]
        case .replayPaused: [.database(region)]
        // A server is ready when its database answers.
        case .serverKilled: [.database(region)]
        default: []
        }
    }

    private static let main = "seoul"
    private static let backup = "tokyo"

    /// Everything that can be done to two regions here.
    static func all(cutsNetworks: Bool, slowsDisks: Bool) -> [ChaosFault] {
        let everywhere: [Fault] =
            [.regionKilled, .databaseKilled, .databaseHalted, .serverKilled, .serverHalted]
            + (cutsNetworks ? [.networkCut] : []) + (slowsDisks ? [.slowDisk] : [])
        return [main, backup].flatMap { region in everywhere.map { ChaosFault(fault: $0, region: region) } }
            + [Fault.replicationCut, .replayPaused].map { ChaosFault(fault: $0, region: backup) }
    }
}
