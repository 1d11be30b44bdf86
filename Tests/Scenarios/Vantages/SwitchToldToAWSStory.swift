import LocalRegions
import TestSupport
import Testing

/// What a switch leaves behind at AWS, and that AWS cannot hold it up.
extension Scenarios.VantageStories {
    private static let namespace = "Evergrant"
    /// From the fault: the window, one cycle, one probe's timeout, and a second for the vantages to tell each other.
    private static let promised =
        VantageTrio.window...(VantageTrio.window + VantageTrio.slack + .seconds(1) + VantageTrio.patience)

    @Test(
        "a switch of three vantages is in SNS once by id, and its data points are in CloudWatch",
        .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
    func switchToldToAWS() async throws {
        let aws = try await SimulatedAWS.start()
        let credentials = ["AWS_ACCESS_KEY_ID": aws.keyID, "AWS_SECRET_ACCESS_KEY": aws.secret]
        let alarms = alarms(topic: aws.topic, sns: aws.peer.url, cloudWatch: aws.peer.url)
        try await withVantages(alarms: alarms, environment: credentials) { trio in
            let took = try await timeOfSwitch(of: trio).took
            #expect(Self.promised.contains(took), "moved after \(took)")
            // The way back comes after whatever else a vantage could have told of the switch.
            trio.seoul.set(.healthy(mode: "read-write"))
            for name in trio.names { try await trio.waitUntil("main", isActiveAt: name) }

            var told: [[String: String]] = []
            try await eventually("the way back is in SNS", within: .seconds(40)) {
                told += try await aws.messages().compactMap { $0["attributes"] as? [String: String] }
                return told.contains { $0["kind"] == "switched-to-main" }
            }
            try await eventually("nobody has anything left to tell", within: .seconds(40)) {
                try await waiting(for: "sns", in: trio) == 0
            }
            told += try await aws.messages().compactMap { $0["attributes"] as? [String: String] }

            for kind in ["switched-to-backup", "switched-to-main"] {
                let notices = told.filter { $0["kind"] == kind }
                #expect(notices.count == 1, "\(kind) was delivered once, by one vantage")
                #expect(Set(notices.compactMap { $0["id"] }).count == 1)
            }
            try await eventually("CloudWatch has both moves and both regions' states", within: .seconds(40)) {
                let metrics = try await aws.metrics(Self.namespace)
                return ["seoul", "tokyo"].allSatisfy { region in
                    sum(of: "RegionSwitched", region, in: metrics) == 1
                        && sum(of: "HealthCheckStatus", region, in: metrics) > 0
                }
            }
        }
    }

    @Test("with AWS in a black hole the name moves in time, and every vantage answers at once meanwhile")
    func switchWithoutAWS() async throws {
        let (silent, dead) = (try SilentListener(), try FullListener())
        let alarms = alarms(
            topic: "arn:aws:sns:ap-northeast-2:123456789012:alarms", sns: "http://127.0.0.1:\(silent.port)",
            cloudWatch: "http://127.0.0.1:\(dead.port)")
        let credentials = ["AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"]
        try await withVantages(alarms: alarms, environment: credentials) { trio in
            let (took, slowestAnswer) = try await timeOfSwitch(of: trio)

            #expect(Self.promised.contains(took), "moved after \(took)")
            // Whoever waited for AWS would wait for all of an attempt's 10 s.
            #expect(slowestAnswer < .seconds(5), "a vantage took \(slowestAnswer) to answer")
            for channel in ["sns", "cloudwatch"] {
                #expect(try await waiting(for: channel, in: trio) > 0, "\(channel) was in the black hole")
            }
        }
        withExtendedLifetime((silent, dead)) {}
    }

    /// Lets the main region die; comes back with the time until all point at the backup, and the slowest answer.
    private func timeOfSwitch(of trio: VantageTrio) async throws -> (took: Duration, slowestAnswer: Duration) {
        var slowestAnswer = Duration.zero
        trio.seoul.set(.failing)
        let fault = ContinuousClock.now
        try await eventually("all point at the backup", within: .seconds(40)) {
            var active: Set<String> = []
            for name in trio.names {
                let asked = ContinuousClock.now
                let isAlive = try await trio.isAlive(name)
                active.insert(try await trio.status(of: name).active)
                slowestAnswer = max(slowestAnswer, ContinuousClock.now - asked)
                #expect(isAlive)
            }
            return active == ["backup"]
        }
        return (ContinuousClock.now - fault, slowestAnswer)
    }

    /// What a channel of any vantage has not delivered yet.
    private func waiting(for channel: String, in trio: VantageTrio) async throws -> Double {
        var sum = 0.0
        for name in trio.names {
            sum += try await trio.count("evergrant_deliveries_waiting{channel=\"\(channel)\"}", at: name)
        }
        return sum
    }

    private func alarms(topic: String, sns: String, cloudWatch: String) -> String {
        """
        alarms:
          sns: { topicArn: "\(topic)", region: \(SimulatedAWS.region), endpoint: "\(sns)" }
          cloudwatch:
            region: \(SimulatedAWS.region)
            namespace: \(Self.namespace)
            endpoint: "\(cloudWatch)"

        """
    }

    /// Of all data points: exact where they are alike, as those of a switch are; otherwise an upper bound.
    private func sum(of metric: String, _ region: String, in metrics: [[String: Any]]) -> Double {
        let found = metrics.first {
            let dimensions = $0["dimensions"] as? [String: String]
            return $0["name"] as? String == metric && dimensions?["HealthCheckId"] == region
        }
        guard let count = found?["count"] as? Double, let averages = found?["averages"] as? [Double] else { return 0 }
        return (averages.max() ?? 0) * count
    }
}
