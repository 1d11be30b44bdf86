import Failover
import Testing

@testable import LicenseService

@Suite("What is known of the other regions")
struct RegionBoardTests {
    private func identity(_ timeline: UInt32, _ system: UInt64 = 7) -> DatabaseIdentity {
        DatabaseIdentity(systemIdentifier: system, timeline: timeline)
    }

    private func successor(_ timeline: UInt32) -> PrimaryFence.Successor {
        PrimaryFence.Successor(identity: identity(timeline), peer: "tokyo")
    }

    @Test("a database that came back is written to once everybody has been asked since")
    func provesReturn() {
        let board = RegionBoard(peers: ["tokyo"])

        #expect(board.verdict(onReturnAt: .seconds(10)) == .unproven)
        board.note(provenSince: .seconds(9))
        #expect(board.verdict(onReturnAt: .seconds(10)) == .unproven)
        board.note(provenSince: .seconds(10))
        #expect(board.verdict(onReturnAt: .seconds(10)) == .allowed)
    }

    @Test("whoever waits for a newer question has it asked at once")
    func hurries() {
        let board = RegionBoard(peers: ["tokyo"])
        #expect(!board.wantsQuestion(after: .seconds(9)))

        _ = board.verdict(onReturnAt: .seconds(10))

        #expect(board.wantsQuestion(after: .seconds(9)))
        #expect(!board.wantsQuestion(after: .seconds(10)))
    }

    @Test("a database that never was away, and one without peers, wait for nobody")
    func needsNoProof() {
        #expect(RegionBoard(peers: ["tokyo"]).verdict(onReturnAt: nil) == .allowed)
        #expect(RegionBoard(peers: []).verdict(onReturnAt: .seconds(10)) == .allowed)
    }

    @Test("what is remembered of a promotion makes a database prove itself, also without peers")
    func provesAgainstMemory() {
        let board = RegionBoard(peers: [])
        board.note(successors: [successor(2)])

        #expect(board.verdict(onReturnAt: .seconds(10)) == .unproven)
        board.note(provenSince: .seconds(10))
        #expect(board.verdict(onReturnAt: .seconds(10)) == .allowed)
    }

    @Test("a database that was left behind is not written to, whatever was proven, until it is not any more")
    func isLeftBehind() {
        let board = RegionBoard(peers: [])
        board.note(provenSince: .seconds(99))

        board.note(leftBehind: .init(own: identity(1), successor: successor(2), since: .seconds(5)))
        #expect(board.verdict(onReturnAt: nil) == .leftBehind)
        #expect(board.checks.map(\.status) == [.fail])
        #expect(board.checks.first?.output == "left behind: tokyo has been promoted to timeline 2")

        board.note(leftBehind: nil)
        #expect(board.verdict(onReturnAt: nil) == .allowed)
        #expect(board.checks.isEmpty)
    }

    @Test("only a successor of the same database on a higher timeline makes it old")
    func knowsNewest() {
        let board = RegionBoard(peers: [])
        board.note(successors: [successor(2)])

        #expect(!board.isNewest(identity(1)))
        #expect(board.isNewest(identity(2)))
        #expect(board.isNewest(identity(3)))
        #expect(board.isNewest(identity(1, 8)))
    }

    @Test("writers are sent to the region that has said lately that it writes, the highest timeline first")
    func namesWritableRegion() {
        let board = RegionBoard(peers: ["tokyo", "busan"])
        func note(_ index: Int, _ mode: String, _ timeline: Int, at moment: Duration) {
            let text =
                #"{"mode":"\#(mode)","region":"r","systemIdentifier":"7","timeline":\#(timeline),"#
                + #""url":"https://r\#(index)"}"#
            var standing = board.peers[index]
            standing.report = PeerReport(parsing: Array(text.utf8))
            standing.heardAt = moment
            board.note(standing, at: index)
        }

        #expect(board.writableURL(heardSince: .zero) == nil)
        note(0, "read-only", 2, at: .seconds(10))
        #expect(board.writableURL(heardSince: .zero) == nil)
        note(0, "read-write", 1, at: .seconds(10))
        #expect(board.writableURL(heardSince: .seconds(10)) == "https://r0")
        #expect(board.writableURL(heardSince: .seconds(11)) == nil)
        note(1, "read-write", 2, at: .seconds(10))
        #expect(board.writableURL(heardSince: .zero) == "https://r1")
    }

    @Test("a silent region is a warning and no failure")
    func warnsOfSilence() {
        let board = RegionBoard(peers: ["tokyo", "busan"])
        #expect(board.checks.map(\.status) == [.pass, .pass])

        var standing = board.peers[1]
        standing.silence = "connect: nobody answered in time"
        board.note(standing, at: 1)

        #expect(board.checks.map(\.status) == [.warn, .pass])
        #expect(board.checks.first?.output == "silent: busan")
    }

    @Test("a report says that a primary that was left behind only reads, and fails")
    func changesReport() {
        let board = RegionBoard(peers: [])
        let report = HealthReport(region: "seoul", mode: .readWrite, checks: [])
        board.note(leftBehind: .init(own: identity(1), successor: successor(2), since: .seconds(5)))

        #expect(report.adding(board).mode == .readOnly)
        #expect(report.adding(board).isFailing)
    }
}
