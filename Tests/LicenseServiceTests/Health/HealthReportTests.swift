import Failover
import Foundation
import HTTPServer
import Testing

@testable import LicenseService

@Suite("Health report")
struct HealthReportTests {
    private func report(
        _ statuses: [HealthReport.Status], mode: RegionRole.Mode = .readWrite
    ) -> HealthReport {
        let checks = statuses.enumerated().map { HealthReport.Check(name: "check:\($0.offset)", status: $0.element) }
        return HealthReport(region: "seoul", mode: mode, checks: checks)
    }

    @Test(
        "the worst check decides",
        arguments: [
            ([], .pass), ([.pass], .pass), ([.pass, .warn], .warn), ([.warn, .pass], .warn),
            ([.warn, .fail, .pass], .fail), ([.fail], .fail),
        ] as [([HealthReport.Status], HealthReport.Status)])
    func worstDecides(statuses: [HealthReport.Status], expected: HealthReport.Status) {
        #expect(report(statuses).status == expected)
        #expect(report(statuses).isFailing == (expected == .fail))
    }

    @Test("the status stands first, for a prober may read no further", arguments: ["pass", "warn", "fail"])
    func statusFirst(word: String) throws {
        let report = report([try #require(HealthReport.Status(rawValue: word))])

        #expect(String(decoding: report.json, as: UTF8.self).hasPrefix("{\"status\":\"\(word)\""))
    }

    @Test("it is JSON with the members of the draft")
    func isJSON() throws {
        let check = HealthReport.Check(
            name: "database:role", status: .warn, value: (12.7, "ms"), output: "a \"quoted\" word",
            affectedEndpoints: ["PUT /a"])
        let report = HealthReport(region: "seoul", mode: .readOnly, checks: [check])

        let members = try #require(JSONSerialization.jsonObject(with: Data(report.json)) as? [String: Any])
        let checks = try #require(members["checks"] as? [String: [[String: Any]]])
        let written = try #require(checks["database:role"]?.first)

        #expect(members["mode"] as? String == "read-only")
        #expect(members["region"] as? String == "seoul")
        #expect(written["observedValue"] as? Int == 12)
        #expect(written["observedUnit"] as? String == "ms")
        #expect(written["output"] as? String == "a \"quoted\" word")
        #expect(written["affectedEndpoints"] as? [String] == ["PUT /a"])
    }

    @Test("it stays under 5,120 bytes, whatever the checks have to say", arguments: ["x", "é", "\u{1}", "\""])
    func staysShort(character: String) {
        let names = [
            "database:connection", "database:role", "replication:lag", "license:canary", "journal:space",
            "database:timeline", "peers:reachable", "peers:parity", "licenses:test-material", "fairplay:helper",
        ]
        let checks = names.map { name in
            HealthReport.Check(
                name: name, status: .fail, value: (1e15, "ms"), output: String(repeating: character, count: 10_000),
                affectedEndpoints: name == "database:role" ? routeTable(onlyWrites: true) : [])
        }
        let words = Parity.Fact.allCases.map { ($0, String(repeating: "f", count: 64)) }
        let report = HealthReport(
            region: String(repeating: "a", count: 32), mode: .readOnly, checks: checks,
            identity: DatabaseIdentity(systemIdentifier: .max, timeline: .max),
            url: "https://" + String(repeating: "a", count: Configuration.publicURLBytesMax),
            parity: Parity(Dictionary(uniqueKeysWithValues: words)), time: .max)

        #expect(report.json.count < 5_120)
    }

    @Test("a value that no integer holds is no trap", arguments: [Double.infinity, -.infinity, .nan, 1e300])
    func survivesOddValues(value: Double) {
        let check = HealthReport.Check(name: "a:b", status: .pass, value: (value, "ms"))

        #expect(!HealthReport(region: "seoul", mode: .unknown, checks: [check]).json.isEmpty)
    }
}
