import Bytes
import Foundation
import Testing

@testable import Drill

@Suite("Drill report")
struct DrillReportTests {
    @Test("the Markdown says the verdict, and each claim with its figure")
    func markdown() {
        let text = SampleDay(moved: 250).report.markdown

        #expect(text.contains("**Failed.**"))
        #expect(text.contains("| lost: tokyo serves by name after 180.0 s to 216.0 s | 240.1 s | **not met** |"))
        #expect(text.contains("6000 asked for by name"))
        #expect(text.contains("- 2400 × refused"))
    }

    @Test("the JSON is JSON and has every second")
    func json() throws {
        let object = try JSONSerialization.jsonObject(with: Data(SampleDay().report.json)) as? [String: Any]
        let seconds = object?["seconds"] as? [[String: Int]]

        #expect(object?["passed"] as? Bool == true)
        #expect(seconds?.count == 601)
        #expect(seconds?[0] == ["main": 10, "backup": 0, "failed": 0])
        #expect(seconds?[100] == ["main": 0, "backup": 0, "failed": 10])
        #expect(seconds?[250] == ["main": 0, "backup": 10, "failed": 0])
    }

    @Test("the plot is well-formed XML and marks the fault, the heal and the name's moves")
    func plot() throws {
        var day = SampleDay()
        day.plan.title = "Seoul <lost> & \"found\""
        day.record.name.append(.init(at: .seconds(199), answer: "tokyo.example.com"))
        let svg = AvailabilityPlot(day.plan, day.record).svg
        let document = try XMLDocumentCheck(svg)

        #expect(document.elements["rect"].map { $0 > 4 } == true)
        #expect(svg.contains(">fault<") && svg.contains(">heal<") && svg.contains(">→ tokyo<"))
    }

    @Test("a day without a license is drawn, too")
    func emptyDay() throws {
        var day = SampleDay()
        day.record = Record()

        _ = try XMLDocumentCheck(AvailabilityPlot(day.plan, day.record).svg)
        #expect(!day.report.verdict.isPassed)
    }
}
