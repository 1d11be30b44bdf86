import DRMSystems
import FairPlayKeys
import Foundation
import LocalRegions
import Reactor
import TestSupport
import Testing

private final class Told: Sendable {
    private let news = Lock<[KeyProgramNews]>([])

    var all: [KeyProgramNews] { news.withLock { $0 } }
    func add(_ more: KeyProgramNews) { news.withLock { $0.append(more) } }
}

/// A keeper, and all that it told.
private final class Kept: Sendable {
    let folder: TemporaryDirectory
    let board = KeyProgramBoard()
    private let keeper: KeyProgramKeeper
    private let told = Told()

    /// - Parameter words: The program; nil is the one that stands in for a licensee's.
    init(_ words: [String]? = nil, in folder: TemporaryDirectory? = nil, silenceMax: Duration = .seconds(20)) throws {
        self.folder = try folder ?? TemporaryDirectory(prefix: "evergrant-kept")
        let socket = self.folder.url.appending(path: "socket").path
        let words = words ?? FairPlayKeyProgram.command(at: socket)
        let program = Program(words[0], Array(words.dropFirst()))
        var limits = KeyProgramLimits()
        (limits.silenceMax, limits.endMax) = (silenceMax, .milliseconds(500))
        keeper = try KeyProgramKeeper.start(
            KeyProgramCommand(program, socket: socket), limits: limits, board: board
        ) { [told] in told.add($0) }
    }

    var news: [KeyProgramNews] { told.all }
    var works: Int { news.count { $0 == .works } }
    var processIDs: [Int32] { news.compactMap { if case .started(let number) = $0 { number } else { nil } } }
    var words: [String] { news.compactMap { if case .words(let words) = $0 { words } else { nil } } }

    func stop() async { await keeper.stop() }

    func answers(_ times: Int) async throws -> Int32 {
        try await eventually("it has answered \(times) times after a start", within: .seconds(120)) { works == times }
        return try #require(processIDs.last)
    }
}

@Suite("Keeper of a key program")
struct KeyProgramKeeperTests {
    @Test("a program is started, is started again when it is killed, and is gone when it is not wanted")
    func keeps() async throws {
        let kept = try Kept()
        let first = try await kept.answers(1)
        #expect(kept.words == ["it listens"])

        kill(first, SIGKILL)
        let second = try await kept.answers(2)

        #expect(second != first)
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(first)"), "a zombie")
        #expect(kept.board.now?.ends == 1)
        await kept.stop()
        #expect(!ProcessTable.isAlive(second))
        #expect(kept.news.last == .ended(.killed(signal: SIGTERM), again: nil))
        #expect(kept.board.now == nil)
    }

    @Test("one that hangs is killed and started again")
    func killsTheHung() async throws {
        let kept = try Kept(silenceMax: .seconds(2))
        let first = try await kept.answers(1)

        kill(first, SIGSTOP)
        let second = try await kept.answers(2)

        #expect(second != first)
        #expect(kept.news.contains(.silent))
        await kept.stop()
    }

    @Test("one that does not end when it is told to is killed")
    func killsTheStubborn() async throws {
        let kept = try Kept(["/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 3600; done"])
        try await eventually("it is deaf", within: .seconds(60)) { kept.words == ["ready"] }

        await kept.stop()

        #expect(kept.news.suffix(2) == [.stubborn, .ended(.killed(signal: SIGKILL), again: nil)])
        #expect(!ProcessTable.isAlive(try #require(kept.processIDs.last)))
    }

    @Test("one that ends at once is started again, later and later")
    func backsOff() async throws {
        let kept = try Kept(["/bin/sh", "-c", "exit 7"])
        try await eventually("it has ended three times", within: .seconds(60)) {
            kept.news.count { if case .ended = $0 { true } else { false } } >= 3
        }
        await kept.stop()
        let rests = kept.news.compactMap { if case .ended(.exited(7), let again?) = $0 { again } else { nil } }
        #expect(rests.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
    }

    @Test("where somebody else listens it is not started, until they are gone")
    func waitsForRoom() async throws {
        let other = try Kept()
        let process = try await other.answers(1)
        let kept = try Kept(in: other.folder)
        try await eventually("there is no room", within: .seconds(60)) {
            kept.news.contains(.notStarted(reason: "another program listens", again: .milliseconds(100)))
        }
        #expect(kept.processIDs == [])
        #expect(ProcessTable.isAlive(process))

        await other.stop()

        _ = try await kept.answers(1)
        await kept.stop()
    }

    @Test("one that is not there is an error each time, and stops as well")
    func missing() async throws {
        let kept = try Kept(["/no/such"])
        let reason = "exec /no/such: No such file or directory"
        try await eventually("it was tried twice", within: .seconds(60)) {
            kept.news.contains(.notStarted(reason: reason, again: .milliseconds(200)))
        }
        await kept.stop()
        #expect(kept.processIDs == [])
    }
}
