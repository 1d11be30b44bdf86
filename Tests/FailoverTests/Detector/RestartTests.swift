import Failover
import Testing

@Suite("Restarts")
struct RestartTests {
    /// Bad looks on a grid of 30 s from 0, none while the prober is down, and the confirming one at 180.
    private func moves(killedAt killed: Int, for gap: Int, boot: String = "boot") -> [Lookout.Move] {
        var lookout = Lookout()
        for now in 0...600 {
            if now == killed + gap { lookout.restart(at: now, boot: boot) }
            guard now <= killed || now >= killed + gap else { continue }
            if now % 30 == 0 || now == killed + gap { lookout.look(at: now, main: Lookout.down) }
        }
        return lookout.moves
    }

    @Test(
        "killed at any second of a window and restarted within the gap two looks may have, it moves when it would have")
    func continues() {
        for killed in 1..<180 {
            // The next look is at most two intervals after the last one before the crash.
            for gap in 1...(60 - killed % 30) where killed + gap <= 180 {
                #expect(
                    moves(killedAt: killed, for: gap) == [.init(.backup, at: 180)], "killed at \(killed) for \(gap)")
            }
        }
    }

    @Test("down for longer than two intervals, the window begins again with the first look after the restart")
    func beginsAgain() {
        for killed in stride(from: 1, to: 180, by: 7) {
            let back = killed - killed % 30 + 61
            let end = back + 180
            let expected = Lookout.Move(.backup, at: (end + 29) / 30 * 30)
            #expect(moves(killedAt: killed, for: back - killed) == [expected], "killed at \(killed)")
        }
    }

    @Test("after another boot the clock says nothing, so every window begins again")
    func otherBoot() {
        #expect(moves(killedAt: 100, for: 10, boot: "another") == [.init(.backup, at: 300)])
    }

    @Test("a clock that went backwards is another clock")
    func clockWentBackwards() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 150, main: Lookout.down)
        lookout.restart(at: 20)
        #expect(lookout.detector.state.hearing.witnesses.isEmpty)
        #expect(lookout.detector.state.now == .seconds(20))
    }

    @Test("where the name points and what was ordered survive any restart", arguments: ["boot", "another"])
    func decisionsSurvive(boot: String) {
        var lookout = Lookout()
        lookout.look(from: 0, through: 180, main: Lookout.down)
        lookout.order(.freeze, at: 181)
        let override = lookout.detector.state.override
        lookout.restart(at: 400, boot: boot)

        #expect(lookout.detector.active == .backup)
        #expect(override != nil)
        #expect(lookout.detector.state.override == override)
        lookout.look(from: 400, through: 1_000)
        #expect(lookout.detector.active == .backup)
    }

    @Test("what a peer saw while this vantage was down breaks the window, once it is told again")
    func peersRemember() {
        var lookout = Lookout()
        lookout.look(["a", "b"], from: 0, through: 90, main: Lookout.down)
        lookout.restart(at: 155)
        lookout.look("b", at: 120, until: 155)
        lookout.look("b", at: 150, until: 155, main: Lookout.down)
        lookout.look(["a", "b"], from: 180, through: 180, main: Lookout.down)
        #expect(lookout.moves.isEmpty)
        #expect(lookout.detector.state.hearing.runs.main == Run(.failing, since: .seconds(150)))
    }

    @Test("a restarted detector asks again for the confirming look it may have missed")
    func asksAgain() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 150, main: Lookout.down)
        let state = lookout.detector.state
        var early = Detector(DetectorSettings(), restoring: state, boot: "boot", at: .seconds(160))
        var late = Detector(DetectorSettings(), restoring: state, boot: "boot", at: .seconds(190))
        #expect(early.handle(.ticked(at: .seconds(160))) == [.probeAgain(at: .seconds(180))])
        #expect(late.handle(.ticked(at: .seconds(190))) == [.probeAgain(at: .seconds(190))])
    }
}
