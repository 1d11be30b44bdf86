import Bytes
import Failover
import Foundation
import LocalRegions
import Logging
import Testing

@testable import Prober

@Suite("Saved state")
struct SavedStateTests {
    static let state = SavedState(
        detector: DetectorState(
            boot: "b-1", now: .seconds(500) + .nanoseconds(1), active: .backup, movedByOthersAt: .seconds(450),
            override: Override(.freeze, version: OverrideVersion(counter: 3, vantage: "busan")),
            hearing: Hearing(
                runs: PerRegion(main: Run(.failing, since: .seconds(400)), backup: Run(.undecided, since: .zero)),
                witnesses: [
                    "osaka": Witness(
                        newest: Testimony(
                            vantage: "osaka", startedAt: .seconds(490), finishedAt: .seconds(491),
                            verdicts: PerRegion(main: .unreachable(.connect), backup: .healthy)),
                        since: PerRegion(main: .seconds(400), backup: .seconds(20)))
                ])),
        record: SteeringRecord(choice: .backup, epoch: 4, by: "osaka"))

    @Test("what is saved is what is loaded, to the nanosecond")
    func roundTrips() throws {
        #expect(try SavedState(parsing: Self.state.json) == Self.state)
    }

    @Test("a file cut short at any byte is told from a whole one")
    func refusesPrefixes() {
        let bytes = Self.state.json
        for count in 0..<bytes.count {
            #expect(throws: JSONError.self) { try SavedState(parsing: Array(bytes.prefix(count))) }
        }
    }

    @Test("a vantage begins anew when there is no file, or one that cannot be read", arguments: ["", "{}", "garbage"])
    func beginsAnew(text: String) throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "vantage.json").path
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        #expect(SavedState.load(from: path, log: log) == nil)

        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(SavedState.load(from: path, log: log) == nil)

        try Data(Self.state.json).write(to: URL(fileURLWithPath: path))
        #expect(SavedState.load(from: path, log: log) == Self.state)
    }
}
