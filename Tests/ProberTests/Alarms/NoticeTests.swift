import Bytes
import Failover
import Testing

@testable import Prober

@Suite("Notices")
struct NoticeTests {
    private static let since = Timestamp(seconds: 1_440_937_975)

    private static let all: [Notice] = [
        switchNotice(),
        .switched(to: .main, epoch: 8, isOrdered: true, timeToLive: .seconds(30), sampleScene),
        .standing(of: .main, since: since, window: .seconds(180), active: .main, sampleScene),
        .standing(of: .backup, since: since, window: .seconds(180), active: .main, sampleScene),
        .bothFailing(since: since, active: .main, sampleScene),
        .steeringFailed(wanted: "tokyo", reason: "refused", occasion: "8", sampleScene),
        .steeringWorks(occasion: "8", sampleScene),
        .overrideOrdered(order: "freeze", version: "3/osaka", sampleScene),
        .orderRefused(order: "force tokyo", reason: "tokyo fails", version: "4/osaka", sampleScene),
        .proberStarted(run: "1", active: .main, sampleScene),
        .vantage("busan", isSilent: true, since: since, sampleScene),
        .vantage("busan", isSilent: false, since: since, sampleScene),
        .test(sampleScene),
    ]

    @Test("a switch says what happened, since when, how the other region looks and what can be done")
    func saysAll() {
        let notice = switchNotice()

        #expect(notice.title == "license.example.test now points at tokyo")
        #expect(notice.severity == .critical)
        #expect(
            notice.lines == [
                "license.example.test was moved to tokyo by the regions' health (epoch 7).",
                "Players follow within 30 s, the record's time to live.",
                "seoul fails, for 3 min 5 s now: answers 503.", "tokyo is healthy, for 2 h 10 min now.",
                "Licenses are served from tokyo; packagers are refused until seoul is back.",
                "You can: mend seoul, and the name returns by itself; or promote tokyo's database "
                    + "(docs/runbooks/main-database-lost.md); or hold the name where it is with "
                    + "`evergrant probe freeze`.",
                "Told by vantage osaka at 2015-08-30T12:36:00Z; 2 of 3 vantages see.",
            ])
    }

    @Test("every notice names both regions, says what can be done, and fits a pager", arguments: all)
    func isComplete(notice: Notice) {
        #expect(notice.text.contains("seoul") && notice.text.contains("tokyo"))
        #expect(
            ["You can: ", "Nothing ", "The name ", "If this lasts", "health decides", "agrees with"]
                .contains { notice.text.contains($0) })
        #expect(notice.title.count <= AlarmLimits.titleCharacters && !notice.title.isEmpty)
        #expect(notice.lines.allSatisfy { $0.count <= AlarmLimits.lineCharacters && !$0.contains("\n") })
    }

    @Test("the same occasion has the same id from every vantage, and another occasion another")
    func hasStableIDs() {
        let elsewhere = NoticeScene(
            service: sampleScene.service, regions: sampleScene.regions, seeingVantages: 1, allVantages: 3,
            vantage: "busan", at: Timestamp(seconds: 1_440_938_165))
        let same = Notice.switched(to: .backup, epoch: 7, isOrdered: false, timeToLive: .seconds(30), elsewhere)

        #expect(same.id == switchNotice().id && same != switchNotice())
        #expect(Set(Self.all.map(\.id)).count == Self.all.count)
        #expect(switchNotice(epoch: 8).id != switchNotice().id)
        #expect(switchNotice().id == "84bc4c8e0aaca5c6877589521f9c954a")
    }

    @Test("what a peer put into a reason cannot break a line, and is cut")
    func boundsWords() {
        let notice = Notice(
            id: "a", kind: .test, severity: .info, title: "a\r\nb\u{0}" + String(repeating: "x", count: 1000),
            lines: Array(repeating: "a\nb" + String(repeating: "x", count: 1000), count: 100), at: Self.since)

        #expect(notice.title.hasPrefix("a  b x") && notice.title.count == 100)
        #expect(notice.lines.count == 20 && notice.lines.allSatisfy { $0.count == 500 && $0.hasPrefix("a bx") })
    }

    @Test("the document for webhooks holds every part")
    func writesJSON() throws {
        let document = try JSONObject(parsing: switchNotice().json(vantage: "osaka"))

        #expect(Set(document.members.keys) == ["id", "kind", "severity", "title", "lines", "at", "vantage"])
        #expect(try document.string("kind") == "switched-to-backup")
        #expect(try document.string("severity") == "critical")
        #expect(try document.string("at") == "2015-08-30T12:36:00Z")
        #expect(try document.array("lines")?.count == 7)
    }
}
