/// What can be done to a run on purpose, and undone.
package enum Fault: String, CaseIterable, Codable, Sendable {
    case regionKilled = "region-killed"
    case databaseKilled = "database-killed"
    case databaseHalted = "database-halted"
    case serverKilled = "server-killed"
    case serverHalted = "server-halted"
    case networkCut = "network-cut"
    case replicationCut = "replication-cut"
    case replayPaused = "replay-paused"
    case slowDisk = "slow-disk"
    case nameServerHalted = "name-server-halted"
    case nameServerKilled = "name-server-killed"
    case vantageHalted = "vantage-halted"
    case vantageKilled = "vantage-killed"

    /// What a fault is done to.
    package enum Target: Equatable, Sendable { case region, vantage, nameServer }

    package var target: Target {
        switch self {
        case .nameServerHalted, .nameServerKilled: .nameServer
        case .vantageHalted, .vantageKilled: .vantage
        case .regionKilled, .databaseKilled, .databaseHalted, .serverKilled, .serverHalted, .networkCut,
            .replicationCut, .replayPaused, .slowDisk:
            .region
        }
    }

    /// One line for people who choose among them.
    package var explanation: String {
        switch self {
        case .regionKilled: "SIGKILL to the region's server and to its database"
        case .databaseKilled: "SIGKILL to the postmaster; healed by a start from the same folder"
        case .databaseHalted: "SIGSTOP to every process of the database"
        case .serverKilled: "SIGKILL to the license server"
        case .serverHalted: "SIGSTOP to the license server: connections are taken, and nobody answers"
        case .networkCut: "a firewall drops every packet to and from the region's address; needs a network of its own"
        case .replicationCut: "the region's database may no longer stream from the other one"
        case .replayPaused: "the region's replica receives and does not apply"
        case .slowDisk: "fsync and fdatasync of the region's server and database take 200 ms longer (strace)"
        case .nameServerHalted: "SIGSTOP to the name server: questions and updates are not answered"
        case .nameServerKilled: "SIGKILL to the name server; healed by a start with its journal"
        case .vantageHalted: "SIGSTOP to a vantage"
        case .vantageKilled: "SIGKILL to a vantage; healed by a start with its state"
        }
    }
}
