import Foundation
import LocalRegions
import Testing

@Suite("Live view")
struct LiveViewTests {
    @Test("every line is exactly as wide as the frame", arguments: [40, 80, 88, 110, 300])
    func keepsItsWidth(width: Int) {
        let frame = LiveView(width: width).frame(of: failover)

        #expect(frame.lines.allSatisfy { $0.width == frame.width })
        #expect(LiveView.widths.contains(frame.width))
    }

    @Test("a region whose database was killed says so, and the viewer names the other region")
    func showsTheFailover() {
        let text = LiveView(width: 88).frame(of: failover).lines.map(\.text).joined(separator: "\n")

        #expect(text.contains("● failing"))
        #expect(text.contains("killed"))
        #expect(text.contains("503 in 12 ms"))
        #expect(text.contains("license.evergrant.test → Tokyo"))
        #expect(text.contains("licenses by name from Tokyo"))
        #expect(text.contains("● Osaka acts"))
        #expect(text.contains("○ Busan is killed"))
        #expect(text.contains("1 received"))
        #expect(text.contains("! Seoul fails; the name points at Tokyo"))
        #expect(text.contains("0.4 s"))
        #expect(text.contains("01:07"))
    }

    @Test("the frame is as high with events as without, so that nothing jumps")
    func keepsItsHeight() {
        var quiet = failover
        quiet.events = []

        #expect(LiveView(width: 88).frame(of: quiet).lines.count == LiveView(width: 88).frame(of: failover).lines.count)
    }

    @Test("the window that counts is the main region's failure while the name is there, and its health while it is not")
    func countsWindows() throws {
        var snapshot = failover
        func text() -> String { LiveView(width: 88).frame(of: snapshot).lines.map(\.text).joined(separator: "\n") }
        var main = VantageStatus.Region(name: "seoul", failingForSeconds: 12.7, windowSeconds: 30)
        let backup = VantageStatus.Region(name: "tokyo", healthyForSeconds: 99, windowSeconds: 30)

        snapshot.vantages[1].status = VantageStatus(
            active: "main", acting: true, regions: .init(main: main, backup: backup))
        #expect(text().contains("Seoul has been failing for 12 of 30 s ████████░░░░░░░░░░░░"))

        (main.failingForSeconds, main.healthyForSeconds) = (nil, 15)
        snapshot.vantages[1].status = VantageStatus(
            active: "backup", acting: true, regions: .init(main: main, backup: backup))
        #expect(text().contains("Seoul has been well for 15 of 30 s ██████████░░░░░░░░░░"))
    }

    @Test("a viewer without a license says why, and a silent name server is told as such")
    func showsTrouble() {
        var snapshot = failover
        snapshot.viewer.trouble = "127.0.0.11 does not answer"
        snapshot.name.region = nil
        let text = LiveView(width: 88).frame(of: snapshot).lines.map(\.text).joined(separator: "\n")

        #expect(text.contains("127.0.0.11 does not answer"))
        #expect(text.contains("license.evergrant.test → the name server does not answer"))
    }

    @Test("a terminal gets colors and the same text")
    func drawsForTerminals() {
        let ansi = LiveView(width: 80).frame(of: failover).ansi

        #expect(ansi.hasPrefix("\u{1B}[H"))
        #expect(ansi.contains("\u{1B}[1;31m● failing\u{1B}[0m"))
    }

    @Test("the picture is well-formed XML without a raw angle bracket of ours")
    func drawsAPicture() async throws {
        var snapshot = failover
        snapshot.events.append(LiveEvent(elapsed: .seconds(68), text: "a < b & c > d"))
        let svg = LiveView(width: 88).frame(of: snapshot).svg

        let check = Command("python3", ["-c", "import sys, xml.dom.minidom as d; d.parse(sys.stdin.buffer)"])
        #expect(try await check.result(input: Data(svg.utf8)).status == 0)
        #expect(svg.contains("a &lt; b &amp; c &gt; d"))
    }
}

/// The moment that the README shows.
let failover: LiveSnapshot = {
    var snapshot = LiveSnapshot(
        elapsed: .seconds(67),
        regions: [
            RegionSnapshot(
                name: "seoul", duty: "main", address: "https://127.0.0.11:8443", databaseRuns: false,
                health: HealthReport(
                    statusCode: 503, status: "fail", mode: "read-write", lagSeconds: nil,
                    answeredIn: .milliseconds(12)),
                licenses: LicenseRate(total: 120, history: [2, 2, 2, 1, 0, 0])),
            RegionSnapshot(
                name: "tokyo", duty: "backup", address: "https://127.0.0.12:8443", databaseRuns: true,
                health: HealthReport(
                    statusCode: 200, status: "warn", mode: "read-only", lagSeconds: 0.42, answeredIn: .milliseconds(9)),
                licenses: LicenseRate(total: 14, history: [0, 0, 0, 1, 2, 2])),
        ],
        name: NameSnapshot(name: "license.evergrant.test", region: "tokyo", timeToLiveSeconds: 2),
        vantages: [
            VantageSnapshot(name: "busan", isRunning: false, status: nil),
            VantageSnapshot(
                name: "osaka", isRunning: true,
                status: VantageStatus(
                    active: "backup", acting: true,
                    regions: VantageStatus.Regions(
                        main: VantageStatus.Region(name: "seoul", failingForSeconds: 40, windowSeconds: 30),
                        backup: VantageStatus.Region(name: "tokyo", healthyForSeconds: 60, windowSeconds: 30)))),
        ],
        viewer: ViewerTally(granted: 134, refused: 0, grantedBy: "tokyo"), page: "http://127.0.0.1:8000/")
    snapshot.alarms = [ReceivedAlarm(id: "1", kind: "switched", title: "Seoul fails; the name points at Tokyo")]
    snapshot.events = [
        LiveEvent(elapsed: .seconds(61), text: "you killed Seoul: SIGKILL to its server and to its database"),
        LiveEvent(elapsed: .seconds(62), text: "seoul: health 503 fail, read-write"),
        LiveEvent(elapsed: .seconds(62), text: "the viewer's licenses come from tokyo"),
    ]
    return snapshot
}()
