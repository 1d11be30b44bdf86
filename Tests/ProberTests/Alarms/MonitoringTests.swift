import Foundation
import LocalRegions
import Testing

/// deploy/monitoring, judged by the programs that read it.
@Suite("Monitoring files", .enabled(if: MonitoringTools.areInstalled, "promtool or amtool is not on this machine"))
struct MonitoringTests {
    private static let folder = root.appending(path: "deploy/monitoring")
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private func path(_ file: String) -> String { Self.folder.appending(path: file).path }

    @Test("the rules are what Prometheus reads, without a warning")
    func rulesAreValid() async throws {
        try await Command("promtool", ["check", "rules", "--lint=all", "--lint-fatal", path("rules.yml")]).run()
        try await Command("promtool", ["check", "config", path("prometheus.yml")]).run()
    }

    @Test("the rules fire after three minutes, and not before")
    func rulesFire() async throws {
        try await Command("promtool", ["test", "rules", path("rules_test.yml")]).run()
    }

    @Test("with four minutes in place of three the rules' own tests fail")
    func rulesAreTested() async throws {
        let folder = try TemporaryDirectory(prefix: "evergrant-rules")
        let rules = try String(contentsOfFile: path("rules.yml"), encoding: .utf8)
        let broken = rules.replacing("        for: 3m\n        keep_firing_for: 3m", with: "        for: 4m")
        #expect(broken != rules)
        try Data(broken.utf8).write(to: folder.url.appending(path: "rules.yml"))
        let tests = folder.url.appending(path: "rules_test.yml")
        try FileManager.default.copyItem(atPath: path("rules_test.yml"), toPath: tests.path)

        let result = try await Command("promtool", ["test", "rules", tests.path]).result()

        #expect(result.status != 0)
    }

    @Test(
        "an alarm reaches who should know",
        arguments: [
            (["severity=critical", "alertname=EvergrantRegionFailing"], "on-call"),
            (["severity=warning", "alertname=EvergrantJournalLow"], "operators"),
            (["severity=none", "alertname=EvergrantWatchdog"], "watchdog"),
        ])
    func routes(labels: [String], receiver: String) async throws {
        try await Command("amtool", ["check-config", path("alertmanager.yml")]).run()
        let arguments = ["config", "routes", "test", "--config.file", path("alertmanager.yml")] + labels

        #expect(try await Command("amtool", arguments).run().text == receiver)
    }

    @Test("every metric that a rule names is one that our processes write")
    func metricsExist() throws {
        let rules = try String(contentsOfFile: path("rules.yml"), encoding: .utf8)
        let named = Set(
            rules.split(separator: "\n").filter { $0.contains("expr:") }
                .flatMap { $0.matches(of: /\bevergrant_[a-z_]+/).map { String($0.output) } }
                .map { $0.hasSuffix("_total") ? String($0.dropLast(6)) : $0 })
        let written = try Self.sources().reduce(into: Set<String>()) { names, source in
            for match in source.matches(of: /"(evergrant_[a-z_]+)"/) { names.insert(String(match.output.1)) }
        }

        // The journal's are judged from when there are any.
        let hasJournal = written.contains { $0.hasPrefix("evergrant_journal_") }
        #expect(named.count > 8)
        #expect(named.subtracting(written).filter { hasJournal || !$0.hasPrefix("evergrant_journal_") } == [])
    }

    private static func sources() throws -> [String] {
        let folder = root.appending(path: "Sources").resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }
}

private enum MonitoringTools {
    static let areInstalled = ["promtool", "amtool"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
    }
}
