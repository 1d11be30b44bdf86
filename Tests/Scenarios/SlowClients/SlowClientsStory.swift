import Foundation
import LocalRegions
import Reactor
import TestSupport
import Testing

/// A way to hold a connection for next to nothing.
private struct SlowAttack: Sendable, CustomStringConvertible {
    let description: String
    let opening: [UInt8]
    /// What is sent twice a second, so that the connection is never idle.
    let drip: [UInt8]

    static let headers = SlowAttack(
        description: "headers that never end",
        opening: Array("POST /v1/licenses/clearkey HTTP/1.1\r\nhost: a\r\nx-".utf8), drip: Array("a".utf8))
    static let body = SlowAttack(
        description: "a body that never ends",
        opening: Array("POST /v1/licenses/clearkey HTTP/1.1\r\nhost: a\r\ncontent-length: 10000\r\n\r\n".utf8),
        drip: Array("1".utf8))
    /// A stream window of 0 (RFC 9113 §6.9.2), and an answer that waits for it.
    static let read = SlowAttack(
        description: "answers that nobody reads",
        opening: Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]
            + HTTP2Frames.get("/livez", stream: 1),
        drip: [])
}

extension Scenarios {
    /// Total times short enough for a test; a drip twice a second would hold a connection for ever otherwise.
    private static let limits = "limits: { receivingSeconds: 3, sendingSeconds: 3, handshakeSeconds: 3 }\n"
    private static let connectionCount = 5_000

    @Test("5,000 slow connections of each kind change nothing for a player, and are closed in time")
    func slowClients() async throws {
        #expect(DescriptorLimit.raise() > Self.connectionCount + 500)
        try await withTwoRegions { regions in
            let film = try await regions.create("film")
            try await regions.seoul.server.restart(adding: Self.limits)
            let process = try #require(await regions.seoul.server.processID)
            let (host, port) = try regions.seoul.cleartextPlace()
            let player = try SteadyPlayer(
                host: host, port: port, token: try await regions.site.token(for: "film"),
                challenge: try ClearKeyChallenge(keyIDs: film.tracks.map(\.keyId)).encoded())
            let playing = Task { await player.play() }
            try await Task.sleep(for: .seconds(2))
            let usual = try #require(await player.takePercentile99())
            let descriptors = try descriptorCount(of: process)

            let noticeable = AttackFigures.current.bound(idle: usual, tolerated: max(usual * 10, .milliseconds(250)))
            let before = try #require(ProcessTable.residentBytes(of: process))
            for attack in [SlowAttack.headers, .body, .read] {
                // The better of two rounds: whatever else the machine does comes and goes, and an attack stays.
                var time = Duration.seconds(3_600)
                for _ in 0..<2 where time >= noticeable {
                    try await outlast(attack, of: host, port)
                    time = min(time, try #require(await player.takePercentile99()))
                }
                #expect(time < noticeable, "\(attack): \(time), usually \(usual)")
                let peak = ProcessTable.peakResidentBytes(of: process) ?? before
                let kept = ProcessTable.residentBytes(of: process) ?? before
                try AttackFigures.current.note(
                    "5,000 × \(attack)", idle: usual, attacked: time, peakBytes: peak - before, keptBytes: kept - before
                )
            }

            playing.cancel()
            await playing.value
            #expect(await player.failures == [])
            try await eventually("the descriptors are back", within: .seconds(20)) {
                try descriptorCount(of: process) <= descriptors + 5
            }
            #expect(await regions.seoul.server.processID == process)
        }
    }

    /// Attacks until the server has closed every connection.
    private func outlast(_ attack: SlowAttack, of host: String, _ port: UInt16) async throws {
        let swarm = try Swarm(Self.connectionCount, to: host, port: port, saying: attack.opening)
        // Four times what the server allows.
        let end = ContinuousClock.now + .seconds(12)
        while swarm.openCount > 0, .now < end {
            try await Task.sleep(for: .milliseconds(500))
            swarm.drip(attack.drip)
        }
        #expect(swarm.openCount == 0, "\(attack): \(swarm.openCount) connections are still open")
    }
}
