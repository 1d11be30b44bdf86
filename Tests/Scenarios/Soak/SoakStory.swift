import Foundation
import LocalRegions
import Testing

/// Half load for a long time, while databases restart, certificates change and settings are read again.
///
/// `make soak` runs it for an hour, `swift test` for a minute.
@Suite("Soak", .serialized, .timeLimit(.minutes(300)))
struct SoakStory {
    @Test("under half load and disturbances, memory, descriptors and threads stay flat, and every error is explained")
    func soak() async throws {
        let order = SoakOrder(ProcessInfo.processInfo.environment)
        try await withTwoRegions { regions in
            let result = try await SoakRun(order, regions).perform()

            print(result.markdown)
            if let report = order.report { try Data(result.markdown.utf8).write(to: report) }
            #expect(result.unexplained.prefix(20).map { "\($0)" } == [])
            #expect(result.figures.flatMap(\.complaints) == [])
            #expect(SoakAsker.allCases.allSatisfy { (result.answers[$0] ?? 0) > 0 }, "everybody was answered")
            #expect(Set(result.disturbances.map(\.what)).count >= 3)
        }
    }
}
