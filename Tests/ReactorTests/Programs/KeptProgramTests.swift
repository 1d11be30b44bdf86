import Foundation
import LocalRegions
import Reactor
import Testing

private final class Reports: Sendable {
    private let events = Lock<[KeptProgram.Event]>([])

    var all: [KeptProgram.Event] { events.withLock { $0 } }
    func add(_ event: KeptProgram.Event) { events.withLock { $0.append(event) } }
}

/// A program on a loop of its own, and all that was reported of it.
private final class Kept: Sendable {
    let loop: EventLoop
    private let reports = Reports()
    private let started: Started

    init(_ shell: String) async throws {
        loop = try EventLoop.start(named: "test-kept")
        started = try await loop.keep(Program("/bin/sh", ["-c", shell])) { [reports] in reports.add($0) }
    }

    deinit { loop.stop() }

    var processID: Int32 { started.program.processID }
    var ending: ProgramResult.Ending? {
        reports.all.compactMap { if case .ended(let ending) = $0 { ending } else { nil } }.last
    }
    var words: String {
        let bytes = reports.all.flatMap { if case .wrote(let bytes) = $0 { bytes } else { [UInt8]() } }
        return String(decoding: bytes, as: UTF8.self)
    }

    func send(_ signal: KeptProgram.Signal) async { await loop.send(signal, to: started) }

    func end() async throws -> ProgramResult.Ending {
        try await eventually("the program has ended", within: .seconds(60)) { ending != nil }
        return try #require(ending)
    }
}

/// Unchecked: touched on its loop only.
private struct Started: @unchecked Sendable { let program: KeptProgram }

extension EventLoop {
    fileprivate func keep(
        _ program: Program, then: @escaping @Sendable (KeptProgram.Event) -> Void
    ) throws(SystemError) -> Started {
        Started(program: try KeptProgram(program, on: self) { event, _ in then(event) })
    }

    fileprivate func send(_ signal: KeptProgram.Signal, to started: Started) { started.program.send(signal) }
}

@Suite("Programs that are kept")
struct KeptProgramTests {
    @Test("what it writes and how it ends is told, and it is reaped")
    func tellsAll() async throws {
        let kept = try await Kept("echo out; echo oops >&2; exit 3")

        #expect(try await kept.end() == .exited(status: 3))
        #expect(kept.words == "out\noops\n")
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(kept.processID)"), "a zombie")
        #expect(await kept.loop.load.watches == 0)
    }

    @Test("it is in / with nothing to read, no descriptor and no variable of ours, and hears every signal")
    func cleanWorld() async throws {
        let kept = try await Kept(
            """
            pwd; cat; ls /proc/self/fd | wc -l; env | grep -v -e ^PWD -e ^_= -e ^SHLVL | sort
            grep -e SigBlk -e SigIgn /proc/self/status
            """)

        #expect(try await kept.end() == .exited(status: 0))
        // `ls` itself holds one: the folder it reads.
        let lines = kept.words.split(separator: "\n").map(String.init)
        #expect(lines.prefix(5) == ["/", "4", "LC_ALL=C", "PATH=/usr/bin:/bin", "SigBlk:\t0000000000000000"])
        // Signals 1 to 31: two of those behind are the C library's own, which lets nobody set them.
        let ignored = try #require(lines.last?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) })
        #expect(ignored & 0x7FFF_FFFF == 0)
    }

    @Test(
        "a program that is not there, or is none, is an error that names it",
        arguments: [("/no/such", 2), ("/etc", 13)])
    func refusesOthers(path: String, code: Int32) async throws {
        let loop = try EventLoop.start(named: "test-kept")
        defer { loop.stop() }
        await #expect(throws: SystemError(call: "exec \(path)", errno: code)) {
            _ = try await loop.keep(Program(path)) { _ in }
        }
        #expect(await loop.load.watches == 0)
    }

    @Test("it dies when the thread that started it ends")
    func diesWithUs() async throws {
        let kept = try await Kept("exec sleep 3600")
        #expect(ProcessTable.isAlive(kept.processID))

        kept.loop.stop()

        try await eventually("it is gone", within: .seconds(60)) { !ProcessTable.isAlive(kept.processID) }
    }

    @Test("a signal is for all of its group, and what it started ends with it")
    func endsItsChildren() async throws {
        let kept = try await Kept("sleep 3600 & echo $!; wait")
        try await eventually("its child runs", within: .seconds(60)) { kept.words.hasSuffix("\n") }
        let child = try #require(Int32(kept.words.dropLast()))

        // The program alone, as a fault would end it.
        kill(kept.processID, SIGSEGV)

        #expect(try await kept.end() == .killed(signal: SIGSEGV))
        try await eventually("its child is gone", within: .seconds(60)) { !ProcessTable.isAlive(child) }
    }

    @Test(
        "it can be asked to end, and be ended", arguments: [(KeptProgram.Signal.terminate, SIGTERM), (.kill, SIGKILL)])
    func signals(signal: KeptProgram.Signal, number: Int32) async throws {
        let kept = try await Kept("exec sleep 3600")
        await kept.send(signal)
        #expect(try await kept.end() == .killed(signal: number))
    }

    @Test("one that closes its outputs goes on and is not listened to any more")
    func goesOnUnheard() async throws {
        let kept = try await Kept("echo last; exec sleep 3600 >&- 2>&-")
        try await eventually("its output is left", within: .seconds(60)) { await kept.loop.load.watches == 1 }
        #expect(kept.words == "last\n")
        #expect(ProcessTable.isAlive(kept.processID))
        await kept.send(.kill)
        #expect(try await kept.end() == .killed(signal: SIGKILL))
    }
}
