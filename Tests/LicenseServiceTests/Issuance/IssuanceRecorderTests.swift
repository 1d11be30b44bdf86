import Bytes
import Foundation
import HTTPServer
import Journal
import Licensing
import LocalRegions
import Logging
import Reactor
import Synchronization
import Testing

@testable import LicenseService

@Suite("Issuance recorder")
struct IssuanceRecorderTests {
    /// Room for about a hundred records.
    private static let tiny = JournalSettings(
        batchDelay: .zero, segmentBytes: 16 * 1024, diskBytes: 64 * 1024, lowBytes: 0)

    private let folder: TemporaryDirectory
    private let metrics = ServerMetrics()

    init() throws { folder = try TemporaryDirectory(prefix: "evergrant-recorder") }

    private var path: String { folder.url.appending(path: "0").path }

    private func configuration(_ whenFull: String) throws -> Configuration {
        let text = "region: tokyo\ndatabase: {host: db}\nkeyEncryptionKeyFile: k\njournal: {whenFull: \(whenFull)}"
        return try Configuration(text: text, environment: [:], processorCount: 1)
    }

    private func license() throws -> ApprovedLicense {
        let claims = TokenClaims(
            audience: try Samples.site(), subject: "ann", tokenID: "t-1", expiresAt: .distantFuture,
            entitlement: Entitlement(content: try Samples.content()))
        let found = FoundKey(site: try Samples.site(), content: try Samples.content(), key: Samples.contentKey())
        return try judge(
            LicenseRequest(system: .clearKey, keyIDs: [Samples.keyID]), by: claims, keys: [found], policy: .unlimited,
            at: Samples.now)
    }

    /// Runs `body` with a recorder over a journal of its own, and closes it.
    private func withRecorder(
        _ settings: JournalSettings = tiny, whenFull: String = "refuse",
        _ body: @Sendable (IssuanceRecorder, isolated EventLoop) async throws -> Void
    ) async throws {
        let loop = try EventLoop.start(named: "recorder")
        defer { loop.stop() }
        try await run(settings, whenFull, body, on: loop)
    }

    private func run(
        _ settings: JournalSettings, _ whenFull: String,
        _ body: @Sendable (IssuanceRecorder, isolated EventLoop) async throws -> Void, on loop: isolated EventLoop
    ) async throws {
        let recorder = IssuanceRecorder(
            try configuration(whenFull), metrics: metrics, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        recorder.begin(try await RecordJournal.open(in: path, settings: settings, on: loop))
        try await body(recorder, loop)
        await recorder.close(on: loop)
    }

    private func records() throws -> [IssuanceRecord] {
        var reader = JournalReader(path)
        return try reader.entries(after: 0, limit: 10_000).map { try IssuanceRecord(parsing: $0.record) }
    }

    @Test("when a license may leave, its record is in the journal")
    func keeps() async throws {
        try await withRecorder { recorder, loop in
            let draft = try #require(recorder.record(granting: try self.license()))

            #expect(await recorder.keep(draft, on: loop) == nil)

            let record = try #require(try self.records().first)
            #expect(record.id == draft.id && record.outcome == .granted)
            #expect(record.region == "tokyo" && record.subject == "ann" && record.tokenID == "t-1")
            #expect(record.keys == [.init(Samples.keyID, of: try Samples.content())])
        }
    }

    @Test("a full journal refuses licenses, and each one that left before has its record")
    func refuses() async throws {
        try await withRecorder { recorder, loop in
            var kept: [UUIDv7] = []
            var problem: Problem?
            while problem == nil, kept.count < 10_000 {
                let draft = try #require(recorder.record(granting: try self.license()))
                problem = await recorder.keep(draft, on: loop)
                if problem == nil { kept.append(draft.id) }
            }

            #expect(problem?.code == .journalUnavailable && problem?.retryAfter == .seconds(5))
            #expect(self.metrics.licensesWithheld.load(ordering: .relaxed) == 1)
            #expect(!kept.isEmpty)
            #expect(try Set(kept).isSubset(of: self.records().map(\.id)))
            recorder.sample()
            #expect(self.metrics.journal.urgency == 2)
        }
    }

    @Test("a full journal lets licenses go without records when the operator prefers that, and counts them")
    func grants() async throws {
        try await withRecorder(whenFull: "grant") { recorder, loop in
            for _ in 0..<1_000 where self.metrics.licensesUnrecorded.load(ordering: .relaxed) < 3 {
                let draft = recorder.record(granting: try self.license())
                #expect(await recorder.keep(draft, on: loop) == nil)
            }
            #expect(self.metrics.licensesUnrecorded.load(ordering: .relaxed) == 3)
            #expect(self.metrics.licensesWithheld.load(ordering: .relaxed) == 0)
        }
    }

    @Test("refusals are recorded without being waited for, and no more of them at once than there is a limit")
    func notes() async throws {
        let settings = JournalSettings(batchDelay: .zero, diskBytes: 16 << 20, lowBytes: 0)
        try await withRecorder(settings) { recorder, loop in
            let claims = TokenClaims(
                audience: try Samples.site(), expiresAt: .distantFuture,
                entitlement: Entitlement(content: try Samples.content()))
            let refused = RefusedLicense(
                LicenseRequest(system: .clearKey, keyIDs: [Samples.keyID]), by: claims, policy: .unlimited,
                because: .notEntitled)

            for _ in 0..<300 { recorder.note(refused, on: loop) }

            let lost = 300 - IssuanceRecorder.refusalsMax
            #expect(self.metrics.refusalsUnrecorded.load(ordering: .relaxed) == lost)
        }
        #expect(try records().count == IssuanceRecorder.refusalsMax)
        #expect(try records().allSatisfy { $0.outcome == .notEntitled })
    }

    @Test("without a journal a license leaves at once and has no record")
    func isOff() async throws {
        let recorder = IssuanceRecorder(
            try configuration("refuse"), metrics: metrics,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let loop = try EventLoop.start(named: "recorder")
        defer { loop.stop() }

        #expect(recorder.record(granting: try license()) == nil)
        #expect(await settled(recorder, on: loop))
    }

    private func settled(_ recorder: sending IssuanceRecorder, on loop: isolated EventLoop) -> Bool {
        if case .settled(nil) = recorder.keep(nil, on: loop, then: { _ in }) { true } else { false }
    }
}
