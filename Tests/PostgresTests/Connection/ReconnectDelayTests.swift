import TestSupport
import Testing

@testable import Postgres

@Suite("Reconnect delay")
struct ReconnectDelayTests {
    @Test(
        "a delay lies within its window, and some delay uses the upper half",
        arguments: [(1, 50), (2, 100), (6, 1_600), (7, 2_000), (1_000, 2_000)])
    func staysInWindow(attempt: Int, windowMilliseconds: Int) {
        var random = SeededGenerator(seed: 7)

        let delays = (0..<200).map { _ in
            reconnectDelay(attempt: attempt, base: .milliseconds(50), cap: .milliseconds(2_000), using: &random)
        }

        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(windowMilliseconds) })
        #expect(delays.contains { $0 > .milliseconds(windowMilliseconds / 2) })
    }
}
