import Amazon
import Bytes
import Foundation
import Reactor
import TestSupport
import Testing

/// Real requests to a simulator that checks signatures.
@Suite("Simulated AWS", .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
struct SimulatedAWSTests {
    @Test("data points are stored as they were sent")
    func storesMetrics() async throws {
        let aws = try await SimulatedAWS.start()
        let now = wallClock()

        try await withClient(aws.environment) { client, loop in
            let cloudWatch = CloudWatch(region: SimulatedAWS.region, endpoint: nil, client: client)
            let data = [("main", 1.0), ("backup", 0.0)].compactMap { region, value in
                MetricDatum("HealthCheckStatus", value, .none, dimensions: [("HealthCheckId", region)], at: now)
            }
            try await cloudWatch.putMetricData(data, namespace: "Evergrant", within: patience, on: loop)
        }

        let metrics = try await aws.metrics("Evergrant")
        let found = metrics.map { metric in
            "\(metric["name"] ?? "") \(metric["dimensions"] as? [String: String] ?? [:]) \(metric["count"] ?? "") "
                + "\(metric["averages"] as? [Double] ?? [])"
        }
        #expect(
            found.sorted() == [
                "HealthCheckStatus [\"HealthCheckId\": \"backup\"] 1.0 [0.0]",
                "HealthCheckStatus [\"HealthCheckId\": \"main\"] 1.0 [1.0]",
            ])
    }

    @Test("a full call of 1000 data points is taken, and one more is refused before it is sent")
    func fillsACall() async throws {
        let aws = try await SimulatedAWS.start()
        let now = wallClock()

        try await withClient(aws.environment) { client, loop in
            let cloudWatch = CloudWatch(region: SimulatedAWS.region, endpoint: nil, client: client)
            let data = (0..<AmazonLimits.dataPerCall).compactMap { number in
                MetricDatum("Full", Double(number), .none, dimensions: [("Number", "\(number % 10)")], at: now)
            }
            try await cloudWatch.putMetricData(data, namespace: "Evergrant", within: patience, on: loop)
            await #expect(throws: AmazonFailure.invalid("too many data points for one call")) {
                try await cloudWatch.putMetricData(
                    data + data.prefix(1), namespace: "Evergrant", within: patience, on: loop)
            }
        }

        let counts = try await aws.metrics("Evergrant").compactMap { $0["count"] as? Double }
        #expect(counts.reduce(0, +) == 1000)
    }

    @Test("a message comes out of the topic with its words, its attributes and its id")
    func publishes() async throws {
        let aws = try await SimulatedAWS.start()
        let text = "서울 fails & more: a=b+c%20d\nYou can: wait.\n"

        try await withClient(aws.environment) { client, loop in
            let topic = Topic(arn: aws.topic, region: SimulatedAWS.region, endpoint: nil, client: client)
            let message = TopicMessage(
                id: "0af3", subject: "It fails", text: text, attributes: [("severity", "critical")])
            try await topic.publish(message, within: patience, on: loop)
        }

        let messages = try await aws.messages()
        #expect(messages.count == 1)
        #expect(messages.first?["subject"] as? String == "It fails")
        #expect(messages.first?["text"] as? String == text)
        #expect(messages.first?["attributes"] as? [String: String] == ["id": "0af3", "severity": "critical"])
    }

    @Test("a wrong secret and an unknown key are refused in AWS's words")
    func refusesForgers() async throws {
        let aws = try await SimulatedAWS.start()
        for (name, value, code) in [
            ("AWS_SECRET_ACCESS_KEY", "wrong", "SignatureDoesNotMatch"),
            ("AWS_ACCESS_KEY_ID", "AKIAUNKNOWN", "InvalidClientTokenId"),
        ] {
            var environment = aws.environment
            environment[name] = value
            let failure = try await withClient(environment) { client, loop in
                let topic = Topic(arn: aws.topic, region: SimulatedAWS.region, endpoint: nil, client: client)
                let message = TopicMessage(id: "a", subject: "s", text: "t", attributes: [])
                return await #expect(throws: AmazonFailure.self) {
                    try await topic.publish(message, within: patience, on: loop)
                }
            }
            guard case .refused(403, code, _) = failure else {
                Issue.record("\(name): \(failure.map { "\($0)" } ?? "no failure")")
                continue
            }
        }
    }

    @Test("a change of records is signed as its service wants it")
    func signsChanges() async throws {
        let aws = try await SimulatedAWS.start()

        try await withClient(aws.environment) { client, loop in
            let set = RecordSet(name: "a.example.test", kind: .txt, ttlSeconds: 30, values: ["\"<&>\""])
            let zone = HostedZone(id: aws.zone, endpoint: nil, client: client)
            try await zone.change([.create(set)], comment: "first", on: loop)
        }
    }

    @Test("a batch moves a name whole; one that expects other records moves nothing")
    func comparesAndSwaps() async throws {
        let aws = try await SimulatedAWS.start(checksSignatures: false)

        let (records, failure) = try await withClient(aws.environment) { client, loop in
            let zone = HostedZone(id: aws.zone, endpoint: nil, client: client)
            let name = "license.example.test"
            func set(_ target: String) -> RecordSet {
                RecordSet(name: name, kind: .cname, ttlSeconds: 30, values: ["\(target).example.test"])
            }
            func epoch(_ number: Int) -> RecordSet {
                RecordSet(name: "_evergrant.\(name)", kind: .txt, ttlSeconds: 30, values: ["\"epoch=\(number)\""])
            }
            #expect(try await zone.records(at: name, on: loop) == [])
            try await zone.change([.create(set("seoul")), .create(epoch(1))], comment: "first", on: loop)
            try await zone.change(
                [.delete(set("seoul")), .create(set("tokyo")), .delete(epoch(1)), .create(epoch(2))],
                comment: "to the backup", on: loop)
            let failure = await #expect(throws: AmazonFailure.self) {
                try await zone.change(
                    [.delete(set("seoul")), .create(set("osaka")), .delete(epoch(1)), .create(epoch(2))],
                    comment: "too late", on: loop)
            }
            return (try await zone.records(at: name, on: loop), failure)
        }

        #expect(failure?.isConflict == true, "\(String(describing: failure))")
        #expect(records.map(\.values) == [["tokyo.example.test"]])
        let all = try await aws.records()
        #expect(all["license.example.test. CNAME"] == ["tokyo.example.test"])
        #expect(all["_evergrant.license.example.test. TXT"] == ["\"epoch=2\""])
    }
}
