import Foundation
import LocalRegions
import Reactor
import Testing

@Suite("Programs run from a loop")
struct ProgramRunnerTests {
    @Test("input goes in, both outputs and the status come back")
    func roundTrip() async throws {
        let result = try await run("cat; echo oops >&2; exit 3", input: "license")

        #expect(result.ending == .exited(status: 3))
        #expect(result.output == Array("license".utf8))
        #expect(result.errors == Array("oops\n".utf8))
    }

    @Test("a program that a signal ended says which")
    func killed() async throws {
        #expect(try await run("kill -SEGV $$").ending == .killed(signal: 11))
    }

    @Test("a program that is not there is an error that names it")
    func missing() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        await #expect(throws: ProgramFailure.notStarted(SystemError(call: "posix_spawn /no/such", errno: 2))) {
            try await ProgramRunner().run(Program("/no/such"), within: .seconds(5), on: loop)
        }
    }

    @Test("a program that hangs is killed at the deadline with everything it started, and reaped")
    func deadline() async throws {
        let marker = "evergrant-hangs-\(UInt64.random(in: 0...UInt64.max))"
        let start = ContinuousClock.now

        await #expect(throws: ProgramFailure.timedOut) {
            try await run("sh -c 'sleep 3600; : \(marker)' & wait", within: .milliseconds(200))
        }

        #expect(ContinuousClock.now - start < .seconds(60))
        try await eventually("neither the shell nor its child is left", within: .seconds(60)) {
            processes(containing: marker) == []
        }
    }

    @Test("a program that has ended is not waited for because of a child that holds its output")
    func abandonedChild() async throws {
        let marker = "evergrant-stays-\(UInt64.random(in: 0...UInt64.max))"
        let start = ContinuousClock.now

        let result = try await run("sh -c 'sleep 3600; : \(marker)' & echo done", within: .seconds(300))

        #expect(result.output == Array("done\n".utf8))
        #expect(ContinuousClock.now - start < .seconds(60))
        try await eventually("the child is not left behind", within: .seconds(60)) {
            processes(containing: marker) == []
        }
    }

    @Test("endless output is read and dropped past the limit, so that the program can end")
    func muchOutput() async throws {
        let result = try await run("head -c 1000000 /dev/zero; head -c 300000 /dev/zero >&2; exit 7")

        #expect(result.ending == .exited(status: 7))
        #expect(result.output.count == ProgramRunner.outputBytesMax)
        #expect(result.errors.count == ProgramRunner.outputBytesMax)
    }

    @Test("a program gets no descriptor but its three, no environment but the one given, and hears every signal")
    func cleanWorld() async throws {
        let shell =
            "ls /proc/self/fd | wc -l; env | grep -v -e ^PWD -e ^_= -e ^SHLVL | sort; grep SigBlk /proc/self/status"

        let result = try await run(shell)

        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        // `ls` itself holds one: the folder it reads.
        #expect(lines == ["4", "LC_ALL=C", "PATH=/usr/bin:/bin", "SigBlk:\t0000000000000000"])
    }

    @Test("more programs than may run are refused and not collected")
    func tooMany() async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        let runner = ProgramRunner()
        let count = ProgramRunner.programsMax + 3

        let outcomes = await withTaskGroup(of: ProgramFailure?.self) { group in
            for _ in 0..<count { group.addTask { await failure(of: runner, on: loop) } }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(outcomes.filter { $0 == .tooManyRunning }.count == 3)
        #expect(outcomes.filter { $0 == .timedOut }.count == ProgramRunner.programsMax)
        #expect(await loop.load.timers == 0, "a call that is over leaves no timer")
    }

    private func failure(of runner: ProgramRunner, on loop: isolated EventLoop) async -> ProgramFailure? {
        do throws(ProgramFailure) {
            _ = try await runner.run(Program("/bin/sleep", ["3600"]), within: .seconds(3), on: loop)
            return nil
        } catch {
            return error
        }
    }

    private func run(_ shell: String, input: String = "", within limit: Duration = .seconds(120)) async throws
        -> ProgramResult
    {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }
        return try await ProgramRunner().run(
            Program("/bin/sh", ["-c", shell]), input: Array(input.utf8), within: limit, on: loop)
    }

    private func processes(containing marker: String) -> [String] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.filter { Int($0) != nil }.filter { process in
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return String(decoding: line, as: UTF8.self).contains(marker)
        }
    }
}
