import Bytes
import Failover
import HTTPClient
import Testing

@testable import Prober

@Suite("Report of a vantage")
struct VantageReportTests {
    static let report = VantageReport(
        vantage: "osaka", stamp: "2a.100000", echo: EchoedStamp(stamp: "17.5", heldFor: .milliseconds(30)),
        testimonies: [
            .init(
                number: 7, verdicts: PerRegion(main: .unreachable(.tls), backup: .unhealthy(.notReadWrite)),
                startedAgo: .milliseconds(1500), finishedAgo: .milliseconds(900)),
            .init(
                number: 8, verdicts: PerRegion(main: .healthy, backup: .unreachable(.nameLookup)),
                startedAgo: .milliseconds(20), finishedAgo: .zero),
        ],
        override: Override(
            .force(.backup, evenIfDead: true), version: OverrideVersion(counter: 9, vantage: "busan")),
        record: SteeringRecord(choice: .backup, epoch: 12, by: "taipei"))

    @Test("what is written is what is read")
    func roundTrips() throws {
        #expect(try VantageReport(parsing: Self.report.json) == Self.report)

        let bare = VantageReport(
            vantage: "a", stamp: "1.1", echo: nil, testimonies: [], override: nil, record: nil)
        #expect(try VantageReport(parsing: bare.json) == bare)
    }

    @Test("a report cut short at any byte is refused")
    func refusesPrefixes() {
        let bytes = Self.report.json
        for count in 0..<bytes.count {
            #expect(throws: JSONError.self) { try VantageReport(parsing: Array(bytes.prefix(count))) }
        }
    }

    @Test(
        "numbers that no vantage would send are refused",
        arguments: [
            (#""startedAgoMilliseconds":1500"#, #""startedAgoMilliseconds":-1"#),
            (#""startedAgoMilliseconds":1500"#, #""startedAgoMilliseconds":86400001"#),
            (#""startedAgoMilliseconds":1500"#, #""startedAgoMilliseconds":800"#),
            (#""finishedAgoMilliseconds":900"#, #""finishedAgoMilliseconds":9223372036854775807"#),
            (#""number":7"#, #""number":0"#),
            (#""counter":9"#, #""counter":9007199254740993"#),
            (#""epoch":12"#, #""epoch":-12"#),
            (#""epoch":12"#, #""epoch":9007199254740993"#),
            (#""echoHeldForMilliseconds":30"#, #""echoHeldForMilliseconds":-30"#),
            (#""reason":"tls""#, #""reason":"tsl""#),
            (#""vantage":"osaka""#, #""vantage":"osaka-osaka-osaka-osaka-osaka-osaka""#),
        ])
    func refusesNumbers(good: String, bad: String) {
        let text = String(decoding: Self.report.json, as: UTF8.self)
        #expect(text.contains(good))

        #expect(throws: JSONError.self) { try VantageReport(parsing: Array(text.replacing(good, with: bad).utf8)) }
    }

    @Test("members of a later version are left alone")
    func forgivesMembers() throws {
        let text = String(decoding: Self.report.json, as: UTF8.self)
        let later = text.replacing(#""stamp":"#, with: #""weather":"fine","stamp":"#)

        #expect(try VantageReport(parsing: Array(later.utf8)) == Self.report)
    }

    @Test("a testimony is dated by its age when it comes")
    func dates() {
        let testimony = Self.report.testimonies[0].testimony(of: "osaka", receivedAt: .seconds(100))

        #expect(testimony.startedAt == .milliseconds(98_500))
        #expect(testimony.finishedAt == .milliseconds(99_100))
    }

    @Test("each testimony counts once, however often it is repeated; a restart counts anew")
    func countsOnce() throws {
        var peer = VantagePeer(name: "osaka", address: try .init(parsing: "https://osaka.example/"))

        #expect(peer.unheard(of: Self.report).map(\.number) == [7, 8])
        #expect(peer.unheard(of: Self.report).isEmpty)
        #expect(peer.unheard(of: Self.report.withStamp("2b.5")).map(\.number) == [7, 8])
    }
}

extension VantageReport {
    fileprivate func withStamp(_ stamp: String) -> VantageReport {
        VantageReport(
            vantage: vantage, stamp: stamp, echo: echo, testimonies: testimonies, override: override, record: record)
    }
}
