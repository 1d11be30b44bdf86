import Foundation
import Licensing
import LocalRegions
import Testing

@testable import LicenseService

@Suite("Linting a policy")
struct FailoverLintTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func file(_ text: String) throws -> String {
        let path = folder.url.appending(path: "policy.json").path
        try writePrivately(text, to: path)
        return path
    }

    @Test("the longest failover is that of docs/failover.md, and each number can be another")
    func addsUp() {
        #expect(switchTime() == .seconds(246))
        #expect(switchTime(interval: .seconds(10)) == .seconds(226))
        #expect(switchTime(interval: .seconds(60)) == .seconds(276))
        let own = switchTime(
            failureWindow: .seconds(60), interval: .seconds(10), probeTimeout: .seconds(3), timeToLive: .seconds(5))
        #expect(own == .seconds(78))
    }

    @Test("a warning names the file, what is too short and the number that would do, in words and in JSON")
    func reports() throws {
        let path = try file(#"{"version":1,"licenseDurationSeconds":60}"#)
        let lint = FailoverLint(switchTime: .seconds(246), tokenLifetime: .seconds(100), rotationPeriod: .seconds(30))

        let report = try lint.report(file: path)

        #expect(!report.isClean)
        #expect(report.lines.count == 3)
        #expect(report.lines[0].hasPrefix("warning: \(path): licenseDurationSeconds of 60 s: "))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
        let warnings = try #require(json["warnings"] as? [[String: Any]])
        #expect(json["switchTimeSeconds"] as? Int == 246)
        #expect(
            warnings.compactMap { $0["code"] as? String } == [
                "license-too-short", "token-too-short", "rotation-too-short",
            ])
        #expect(warnings.compactMap { $0["secondsEnough"] as? Int } == [246, 246, 246])
    }

    @Test("a policy that is not UTF-8 is refused, and not mended")
    func refusesOtherBytes() throws {
        let url = folder.url.appending(path: "latin.json")
        try Data(Array(#"{"version":2,"keyIDs":{""#.utf8) + [0xE9] + Array(#"":{}}}"#.utf8)).write(to: url)
        #expect {
            try FailoverLint(switchTime: switchTime()).report(file: url.path)
        } throws: { error in
            "\(error)".contains("UTF-8")
        }
    }

    @Test("a policy that survives is silent")
    func isSilent() throws {
        let report = try FailoverLint(switchTime: switchTime()).report(
            file: file(#"{"version":1,"licenseDurationSeconds":246}"#))
        #expect(report.isClean)
        #expect(report.lines.isEmpty)
        #expect(report.json == #"{"switchTimeSeconds":246,"warnings":[]}"#)
    }
}
