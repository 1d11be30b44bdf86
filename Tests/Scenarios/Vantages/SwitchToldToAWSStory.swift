import LocalRegions
import TestSupport
import Testing

/// What AWS hears of a switch, and that it cannot hold one up.
extension Scenarios.VantageStories {
    private static func alarms(_ topic: String) -> String {
        """
        alarms:
          cloudwatch: { region: \(SimulatedAWS.region), namespace: Evergrant }
          sns: { topicArn: "\(topic)", region: \(SimulatedAWS.region) }

        """
    }

    /// From the fault to the first `/active/tokyo`, which is what everybody follows.
    private static func switchTime(of trio: VantageTrio) async throws -> Duration {
        trio.seoul.set(.failing)
        let fault = ContinuousClock.now
        return try await trio.waitUntil("backup", isActiveAt: trio.names[0]) - fault
    }

    @Test(
        "a switch is one message of the topic and one data point of the move, whoever of three vantages saw it",
        .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
    func switchIsToldOnce() async throws {
        let aws = try await SimulatedAWS.start()
        try await withVantages(alarms: Self.alarms(aws.topic), environment: aws.environment) { trio in
            let moved = try await Self.switchTime(of: trio)
            #expect(Self.inTime.contains(moved), "moved after \(moved)")

            var kinds: [String: Set<String>] = [:]
            try await eventually("the topic tells of the switch", within: .seconds(20)) {
                for message in try await aws.messages() {
                    let attributes = message["attributes"] as? [String: String] ?? [:]
                    let isNew = kinds[attributes["kind"] ?? "", default: []].insert(attributes["id"] ?? "").inserted
                    #expect(isNew, "\(attributes) came twice")
                }
                return kinds["switched-to-backup"] != nil
            }
            #expect(kinds["switched-to-backup"]?.count == 1)
            try await eventually("the metrics tell of the switch", within: .seconds(20)) {
                try await aws.metrics("Evergrant").contains { $0["name"] as? String == "RegionSwitched" }
            }
            let metrics = try await aws.metrics("Evergrant")
            let moves = metrics.filter { $0["name"] as? String == "RegionSwitched" }
            #expect(moves.compactMap { $0["count"] as? Double } == [1])
            let health = metrics.filter { $0["name"] as? String == "HealthCheckStatus" }
            let regions = health.compactMap { ($0["dimensions"] as? [String: String])?["HealthCheckId"] }
            #expect(Set(regions) == ["seoul", "tokyo"])
        }
    }

    @Test("an AWS that swallows everything makes the switch not a second later, and the prober answers meanwhile")
    func silentAWS() async throws {
        let hole = try SilentListener()
        let environment = [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(hole.port)", "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
        ]
        let topic = "arn:aws:sns:\(SimulatedAWS.region):123456789012:alarms"
        try await withVantages(alarms: Self.alarms(topic), environment: environment) { trio in
            let moved = try await Self.switchTime(of: trio)
            #expect(Self.inTime.contains(moved), "moved after \(moved)")
            let asked = ContinuousClock.now
            #expect(try await trio.activeStatus("tokyo", at: trio.names[0]) == 200)
            #expect(ContinuousClock.now - asked < .seconds(1))
        }
        withExtendedLifetime(hole) {}
    }
}
