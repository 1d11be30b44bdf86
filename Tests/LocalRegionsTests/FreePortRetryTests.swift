import Testing

@testable import LocalRegions

@Suite("Starting on a free port")
struct FreePortRetryTests {
    private static let taken = LocalRegionsFailure.endedEarly(name: "server", lastWords: "bind: Address already in use")

    @Test("a start that lost the race for its port is made again")
    func triesAgain() async throws {
        var starts = 0

        let winner = try await FreePort.retrying {
            starts += 1
            if starts < 3 { throw Self.taken }
            return starts
        }

        #expect(winner == 3)
    }

    @Test("a start that failed otherwise is not")
    func givesUpAtOnce() async {
        var starts = 0
        let failure = LocalRegionsFailure.endedEarly(name: "server", lastWords: "no such file")

        await #expect(throws: failure) {
            try await FreePort.retrying {
                starts += 1
                throw failure
            }
        }

        #expect(starts == 1)
    }

    @Test("waiting for a program that has ended stops at once, with its last words")
    func stopsWaiting() async {
        let began = ContinuousClock.now

        await #expect(throws: Self.taken) { try await eventually("never", within: .seconds(60)) { throw Self.taken } }

        #expect(ContinuousClock.now - began < .seconds(10))
    }
}
