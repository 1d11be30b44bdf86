import Foundation
import LocalRegions
import Testing

@Suite("Command")
struct CommandTests {
    @Test("input and output of a megabyte pass without either side waiting for the other")
    func passesMuch() async throws {
        let input = Data(repeating: 0x61, count: 1 << 20)

        #expect(try await Command("cat").run(input: input).output == input)
    }

    @Test("a failing command is an error with its status and its own words")
    func reportsFailure() async {
        let failure = LocalRegionsFailure.commandFailed(command: "sh -c", status: 3, output: "no")

        await #expect(throws: failure) { try await Command("sh", ["-c", "echo no >&2; exit 3"]).run() }
    }

    @Test("a command that does not end in time is killed")
    func givesUp() async {
        await #expect(throws: LocalRegionsFailure.self) {
            try await Command("sleep", ["60"]).run(within: .milliseconds(100))
        }
    }

    @Test("a hundred commands leave no descriptors behind")
    func closesItsPipes() async throws {
        func openDescriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        let before = try openDescriptors()

        for _ in 0..<100 { try await Command("cat").run(input: Data("some".utf8)) }

        // Half of what one lost descriptor per command would be: other tests open some too.
        #expect(try openDescriptors() - before < 50)
    }

    @Test("a program that ends on SIGTERM is not waited for")
    func terminatesTheWilling() async throws {
        let folder = try TemporaryDirectory()
        let willing = try await ChildProcess.start(
            Command("sleep", ["60"]), name: "willing", log: folder.url.appending(path: "log"))
        let asked = ContinuousClock.now

        await willing.terminate(within: .seconds(30))

        #expect(ContinuousClock.now - asked < .seconds(10))
    }

    @Test("a program that ignores SIGTERM is killed all the same")
    func terminatesTheStubborn() async throws {
        let folder = try TemporaryDirectory()
        let log = folder.url.appending(path: "log")
        let stubborn = try await ChildProcess.start(
            Command("sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]), name: "stubborn", log: log)
        try await eventually("it ignores SIGTERM", within: .seconds(5)) { stubborn.logTail() == "ready" }

        await stubborn.terminate(within: .milliseconds(200))

        #expect(!stubborn.isRunning)
    }
}
