import Daemon
import Foundation
import LocalRegions
import Reactor
import Testing

@testable import Prober

@Suite("Alarm settings")
struct AlarmSettingsTests {
    private func read(_ text: String) throws(ConfigurationError) -> AlarmSettings {
        var reader = try SettingsReader(text: text, environment: [:])
        let settings = try reader.alarms("alarms")
        try reader.finish()
        return settings
    }

    @Test("without sections nobody is told, and each section is a channel")
    func readsSections() throws {
        #expect(try read("") == AlarmSettings())

        let settings = try read(
            """
            alarms:
              cloudwatch: {region: ap-northeast-1}
              sns: {topicArn: "arn:aws:sns:ap-northeast-1:1:t", region: ap-northeast-1, endpoint: "http://127.0.0.1:1"}
              webhook: {url: "https://hooks.example.com/a", secretFile: /s}
              mail: {relay: relay.example.com, from: e@example.com, to: "a@example.com, b@example.com"}
            """)

        #expect(settings.cloudWatch == .init(region: "ap-northeast-1", namespace: "Evergrant", endpoint: nil))
        #expect(settings.sns?.endpoint == "http://127.0.0.1:1")
        #expect(settings.webhook?.url == "https://hooks.example.com/a")
        #expect(settings.mail?.port == 587 && settings.mail?.encryption == "starttls")
        #expect(settings.mail?.to == ["a@example.com", "b@example.com"])
    }

    @Test(
        "what cannot work is refused by the key that is wrong",
        arguments: [
            ("cloudwatch: {namespace: a}", "alarms.cloudwatch.region"),
            ("cloudwatch: {region: a, endpoint: ftp://a}", "alarms.cloudwatch.endpoint"),
            ("sns: {topicArn: t, region: a}", "alarms.sns.topicArn"),
            ("webhook: {secretFile: /s}", "alarms.webhook.url"),
            ("webhook: {url: 'https://a', secretFile: /s, secret: x}", "alarms.webhook.secret"),
            ("mail: {relay: r, from: a, to: b@c}", "alarms.mail.from"),
            ("mail: {relay: r, from: 'a@b,c@d', to: b@c}", "alarms.mail.from"),
            ("mail: {relay: r, from: a@b, to: ''}", "alarms.mail.to"),
            ("mail: {relay: r, from: a@b, to: c@d, user: u}", "alarms.mail.user"),
            ("mail: {relay: r, from: a@b, to: c@d, encryption: ssl}", "alarms.mail.encryption"),
            (
                "mail: {relay: r, from: a@b, to: c@d, encryption: none, user: u, passwordFile: /p}",
                "alarms.mail.encryption"
            ),
            ("pager: {}", "alarms.pager"),
        ])
    func refuses(section: String, key: String) {
        let error = #expect(throws: ConfigurationError.self) { try read("alarms:\n  \(section)\n") }

        #expect(error?.key == key)
    }

    @Test("a secret that is missing or short is refused before anybody is called")
    func readsSecrets() async throws {
        let folder = try TemporaryDirectory(prefix: "evergrant-alarms")
        let file = folder.url.appending(path: "secret")
        var settings = AlarmSettings()
        settings.webhook = .init(url: "https://hooks.example.com/a", secretFile: file.path, trustAnchorsFile: nil)

        for content in [nil, "", "short\n0123456789abcdef", "\n0123456789abcdef"] {
            if let content { try Data(content.utf8).write(to: file) }
            let error = #expect(throws: ConfigurationError.self) {
                try Deliveries(
                    settings, at: "alarms", vantage: "osaka", environment: [:], resolver: NameResolver(),
                    logger: quiet, wallClock: wallClock)
            }
            #expect(error?.key == "alarms.webhook.secretFile")
        }
    }
}
