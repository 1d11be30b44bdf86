import Testing

@testable import Postgres

@Suite("Reconnect delay")
struct ReconnectDelayTests {
    /// A sequence that anybody can repeat (SplitMix64).
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    @Test(
        "a delay lies within its window, and some delay uses the upper half",
        arguments: [(1, 50), (2, 100), (6, 1_600), (7, 2_000), (1_000, 2_000)])
    func staysInWindow(attempt: Int, windowMilliseconds: Int) {
        var random = Seeded(state: 7)

        let delays = (0..<200).map { _ in
            reconnectDelay(attempt: attempt, base: .milliseconds(50), cap: .milliseconds(2_000), using: &random)
        }

        #expect(delays.allSatisfy { $0 >= .zero && $0 <= .milliseconds(windowMilliseconds) })
        #expect(delays.contains { $0 > .milliseconds(windowMilliseconds / 2) })
    }
}
