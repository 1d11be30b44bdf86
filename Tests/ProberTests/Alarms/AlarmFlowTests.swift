import Bytes
import Failover
import Foundation
import HTTPClient
import LocalRegions
import Reactor
import TestSupport
import Testing

@testable import Prober

/// From `post` to what people and stores hold, over real channels.
@Suite("Flow of alarms", .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
struct AlarmFlowTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    private func deliveries(
        _ settings: AlarmSettings, environment: [String: String] = [:], vantage: String = "osaka"
    ) async throws -> TestDeliveries {
        try await TestDeliveries {
            try Deliveries(
                settings, at: "alarms", vantage: vantage, environment: environment, resolver: NameResolver(),
                logger: quiet, wallClock: wallClock)
        }
    }

    private func receiver(_ statuses: [Int] = []) async throws -> TestPeer {
        try await TestPeer.start(script: "webhook_receiver.py") { port, folder in
            ["\(port)", Self.secret, "\(folder)/notices.jsonl"] + statuses.map(String.init)
        }
    }

    private func webhook(to receiver: TestPeer) throws -> AlarmSettings.Webhook {
        let file = receiver.folder.url.appending(path: "secret")
        try Data((Self.secret + "\n").utf8).write(to: file)
        return AlarmSettings.Webhook(url: receiver.url + "/alarms", secretFile: file.path, trustAnchorsFile: nil)
    }

    private var points: [MetricPoint] {
        var timings = ClientTimings()
        timings.connect = .microseconds(12_500)
        return MetricPoint.timings(timings, region: "seoul", vantage: "osaka", at: wallClock())
            + MetricPoint.verdict(
                isHealthy: false, healthyWitnesses: 1, witnesses: 4, isActive: false, region: "seoul", at: wallClock())
            + [
                MetricPoint.heartbeat(of: "osaka", at: wallClock()),
                MetricPoint(.regionSwitched, 1, region: "tokyo", at: wallClock()),
            ]
    }

    @Test("a switch told by two vantages is in SNS under one id, and its data points are in CloudWatch once each")
    func reachesAmazon() async throws {
        let aws = try await SimulatedAWS.start()
        var settings = AlarmSettings()
        settings.sns = .init(topicARN: aws.topic, region: SimulatedAWS.region, endpoint: nil)
        settings.cloudWatch = .init(region: SimulatedAWS.region, namespace: "Evergrant", endpoint: nil)
        let first = try await deliveries(settings, environment: aws.environment)
        let second = try await deliveries(settings, environment: aws.environment, vantage: "busan")

        await first.post(switchNotice(), points)
        await second.post(switchNotice())
        try await eventually("all is delivered", within: patience) {
            let (one, other) = await (first.statistics, second.statistics)
            return one["sns"]?.counts.delivered == 1 && other["sns"]?.counts.delivered == 1
                && one["cloudwatch"]?.counts.delivered == 1
        }

        let messages = try await aws.messages()
        let attributes = messages.compactMap { $0["attributes"] as? [String: String] }
        #expect(Set(attributes.compactMap { $0["id"] }) == [switchNotice().id])
        #expect(Set(attributes.compactMap { $0["vantage"] }) == ["osaka", "busan"])
        #expect(attributes.allSatisfy { $0["kind"] == "switched-to-backup" && $0["severity"] == "critical" })
        #expect(messages.first?["text"] as? String == switchNotice().text)
        let metrics = try await aws.metrics("Evergrant")
        let counts = metrics.map { "\($0["name"] ?? "") \(($0["averages"] as? [Double]) ?? [])" }
        #expect(
            counts.sorted() == [
                "ConnectionTime [12.5]", "HealthCheckPercentageHealthy [25.0]", "HealthCheckStatus [0.0]",
                "RegionActive [0.0]", "RegionSwitched [1.0]", "VantageHeartbeat [1.0]",
            ])
        #expect(metrics.allSatisfy { $0["count"] as? Double == 1 })
    }

    @Test("with AWS in a black hole posting returns at once, the loop goes on, and other channels deliver")
    func survivesBlackHole() async throws {
        let silent = try SilentListener()
        let receiver = try await receiver()
        let endpoint = "http://127.0.0.1:\(silent.port)"
        var settings = AlarmSettings()
        settings.sns = .init(topicARN: "arn:aws:sns:a:1:t", region: "a", endpoint: endpoint)
        settings.cloudWatch = .init(region: "a", namespace: "Evergrant", endpoint: endpoint)
        settings.webhook = try webhook(to: receiver)
        let deliveries = try await deliveries(
            settings, environment: ["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"])

        var slowest = Duration.zero
        for epoch in 1...10 {
            slowest = max(slowest, await deliveries.post(switchNotice(epoch: UInt64(epoch)), points))
        }
        let worstDelay = await deliveries.worstDelay(over: .seconds(1))
        try await eventually("the webhook has all", within: patience) {
            try receiver.lines(of: "notices.jsonl").count == 10
        }

        // Whoever waited for an attempt would wait for all of its 10 s; less is a machine with other things to do.
        #expect(slowest < AlarmLimits.attemptDeadline / 2)
        #expect(worstDelay < AlarmLimits.attemptDeadline / 2)
        let statistics = await deliveries.statistics
        #expect(statistics["sns"]?.waiting == 10 && statistics["cloudwatch"]?.waiting == 10)
    }

    @Test("a webhook that is in trouble gets the notice later, signed anew and under the same id")
    func retriesWebhook() async throws {
        let receiver = try await receiver([503, 429])
        var settings = AlarmSettings()
        settings.webhook = try webhook(to: receiver)
        let deliveries = try await deliveries(settings)

        await deliveries.post(switchNotice())
        try await eventually("the webhook has it", within: patience) {
            await deliveries.statistics["webhook"]?.counts.delivered == 1
        }

        let lines = try receiver.lines(of: "notices.jsonl")
        #expect(lines.map { $0["status"] as? Int } == [503, 429, 200])
        #expect(lines.allSatisfy { $0["isGenuine"] as? Bool == true && $0["id"] as? String == switchNotice().id })
        let notice = lines.last?["notice"] as? [String: Any]
        #expect(notice?["title"] as? String == switchNotice().title)
        #expect(notice?["lines"] as? [String] == switchNotice().lines)
        #expect(notice?["vantage"] as? String == "osaka")
    }

    @Test("a webhook that refuses for good is not asked again, and the loss is counted")
    func acceptsRefusal() async throws {
        let receiver = try await receiver([400])
        var settings = AlarmSettings()
        settings.webhook = try webhook(to: receiver)
        let deliveries = try await deliveries(settings)

        await deliveries.post(switchNotice(epoch: 1))
        await deliveries.post(switchNotice(epoch: 2))
        try await eventually("the second is delivered", within: patience) {
            await deliveries.statistics["webhook"]?.counts.delivered == 1
        }

        #expect(await deliveries.statistics["webhook"]?.counts.dropped == ["refused": 1])
        #expect(try receiver.lines(of: "notices.jsonl").map { $0["status"] as? Int } == [400, 200])
    }

    @Test("a notice goes out by mail with its severity in the subject and its id in Message-ID")
    func mails() async throws {
        let folder = try TemporaryDirectory(prefix: "evergrant-mail")
        let authority = try await LocalCertificateAuthority.create(in: folder.url)
        let server = try await TestPeer.start(script: "mail_server.py", in: folder) { port, folder in
            ["\(port)", folder, "starttls", "prober", "open sesame"]
        }
        let password = folder.url.appending(path: "password")
        try Data("open sesame\n".utf8).write(to: password)
        var settings = AlarmSettings()
        settings.mail = .init(
            relay: "localhost", port: server.port, encryption: "starttls",
            trustAnchorsFile: authority.anchorFile.path, user: "prober", passwordFile: password.path,
            from: "evergrant@example.com", to: ["a@example.com", "b@example.com"])
        let deliveries = try await deliveries(settings)

        await deliveries.post(switchNotice())
        try await eventually("the mail has arrived", within: patience) {
            try !server.lines(of: "mail.jsonl").isEmpty
        }

        let mail = try server.lines(of: "mail.jsonl").first
        let content = try #require(mail?["content"] as? String)
        #expect(mail?["to"] as? [String] == ["a@example.com", "b@example.com"])
        #expect(content.contains("Subject: [critical] license.example.test now points at tokyo\r\n"))
        #expect(content.contains("Message-ID: <\(switchNotice().id)@example.com>\r\n"))
        #expect(content.contains("\r\nseoul fails, for 3 min 5 s now: answers 503.\r\n"))
    }
}
