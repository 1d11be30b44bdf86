import Glibc
import HTTPServer
import LocalRegions
import Reactor
import TestSupport
import Testing

/// Each attack by several clients at once, again and again, against a real server; a player plays beside them.
@Suite("HTTP/2 abuse of a server", .serialized)
struct HTTP2AbuseTests {
    private static let attackers = 4
    /// What one attacking connection may cost, at any time.
    private static let bytesEach = 1 << 20
    /// What an allocator keeps of it for the next one, for all attackers together.
    private static let bytesKept = 2 << 20
    /// Of the player, in each round.
    private static let requests = 100
    /// Below this a player notices nothing, and a shared machine measures little; unoptimized code takes its time.
    #if DEBUG
        private static let noticeable = Duration.milliseconds(250)
    #else
        private static let noticeable = Duration.milliseconds(20)
    #endif

    @Test("the attacker goes, its memory with it, and a player beside it notices nothing", arguments: HTTP2Attack.all)
    func bearsAttack(attack: HTTP2Attack) async throws {
        let server = try await BareProcess.start()
        let player = try BlockingClient(port: server.port)
        try await player.send(HTTP2Frames.greeting + HTTP2Frames.windowUpdate(1 << 30, stream: 0))
        let idle = try await player.latencies(of: Self.requests, firstStream: 1).percentile99
        let before = server.residentBytes
        server.forgetPeak()

        let isOver = Gate()
        async let tried = try Self.attack(server, with: attack, until: isOver)
        let bound = AttackFigures.current.bound(idle: idle, tolerated: Self.noticeable)
        let played = await Result { try await Self.play(player, within: bound) }
        isOver.open()
        let endings = try await tried
        let attacked = try played.get()
        let peak = server.peakResidentBytes

        #expect(attacked <= bound, "idle: \(idle)")
        #expect(peak - before <= Self.attackers * Self.bytesEach)
        if case .cutOff(let code) = attack.ending {
            // Frames that come faster than they are answered may break another rule first.
            let codes = [code, .protocolError, .streamClosed].map(\.rawValue)
            #expect(Set(endings).isSubset(of: codes), "cut off each time")
        }
        try await eventually("its memory is given back", within: .seconds(20), every: .milliseconds(20)) {
            server.residentBytes - before <= Self.bytesKept
        }
        try AttackFigures.current.note(
            "\(attack)", idle: idle, attacked: attacked, peakBytes: peak - before,
            keptBytes: server.residentBytes - before)
        #expect(server.isRunning)
        await server.stop()
    }

    /// The best of a few rounds: whatever else the machine does comes and goes, and an attack stays.
    private static func play(_ player: BlockingClient, within limit: Duration) async throws -> Duration {
        var best = Duration.seconds(3600)
        for round in 1...5 where best > limit {
            let first = Int32(1 + 2 * requests * round)
            best = min(best, try await player.latencies(of: requests, firstStream: first).percentile99)
        }
        return best
    }

    /// All attackers at once; the codes that they were cut off with, or nil.
    private static func attack(
        _ server: BareProcess, with attack: HTTP2Attack, until isOver: Gate
    ) async throws -> [Int?] {
        try await withThrowingTaskGroup(of: [Int?].self) { group in
            for _ in 0..<attackers {
                group.addTask {
                    var endings: [Int?] = []
                    repeat {
                        let client = try BlockingClient(port: server.port)
                        endings.append(await client.carryOut(attack))
                        if attack.ending == .bounded { await isOver.wait() }
                        await client.rest()
                        await client.close()
                    } while !isOver.isOpen
                    return endings
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}

extension BlockingClient {
    /// Pieces sent at a time: an attacker does not wait for answers.
    private static let piecesAtOnce = 50

    /// An attacker has the machine for a tenth of the time, or so.
    fileprivate func rest() { usleep(100_000) }

    /// The code it was cut off with; nil when it was not.
    fileprivate func carryOut(_ attack: HTTP2Attack) -> Int? {
        try? send(attack.opening)
        // Answers to what came before may earn an attacker a few pieces more.
        let count = attack.piecesMax == 1 ? 1 : attack.piecesMax * 5 / 4
        for start in stride(from: 0, to: count, by: Self.piecesAtOnce) {
            let pieces = (start..<min(count, start + Self.piecesAtOnce)).flatMap(attack.piece)
            // Cut off in the middle of sending: what was said before is still there to be read.
            guard (try? send(pieces)) != nil else { break }
        }
        guard attack.ending != .bounded else { return nil }
        var said: [UInt8] = []
        while let more = try? receive(), !more.isEmpty { said += more }
        return HTTP2Frames.goAwayError(in: said)
    }
}
