internal import Failover

extension RegionBoard {
    /// What `/health` says of the other regions; nothing when none is configured.
    var checks: [HealthReport.Check] {
        var checks: [HealthReport.Check] = []
        if let leftBehind {
            let (own, successor) = (leftBehind.own.timeline, leftBehind.successor)
            checks.append(
                HealthReport.Check(
                    name: "database:timeline", status: .fail, value: (Double(own), "timeline"),
                    output:
                        "left behind: \(successor.peer) has been promoted to timeline \(successor.identity.timeline)"
                ))
        }
        guard hasPeers else { return checks }
        let silent = peers.filter { $0.silence != nil }.map(\.region)
        checks.append(
            HealthReport.Check(
                name: "peers:reachable", status: silent.isEmpty ? .pass : .warn,
                value: (Double(peers.count { $0.silence == nil && $0.report != nil }), "regions"),
                output: silent.isEmpty ? nil : "silent: \(silent.joined(separator: ", "))"))
        return checks + [parity]
    }

    /// Whether players and packagers can tell the regions apart.
    private var parity: HealthReport.Check {
        let different = peers.filter { !$0.differences.isEmpty }
        let output = different.map { "\($0.region) differs in \($0.differences.joined(separator: ", "))" }
        return HealthReport.Check(
            name: "peers:parity", status: different.isEmpty ? .pass : .warn,
            output: different.isEmpty ? nil : output.joined(separator: "; "))
    }
}
