import Failover
import Testing

@Suite("Windows")
struct WindowTests {
    @Test("three minutes of failure move the name to the backup, and a confirming look is asked for when they end")
    func failsOver() {
        var lookout = Lookout()
        #expect(
            lookout.look(at: 0) == [
                .standingChanged(.main, .init(.healthy, since: .zero)),
                .standingChanged(.backup, .init(.healthy, since: .zero)),
            ])

        let first = lookout.look(at: 30, main: Lookout.down)
        #expect(
            first == [.standingChanged(.main, .init(.failing, since: .seconds(30))), .probeAgain(at: .seconds(210))])
        lookout.look(from: 60, through: 209, main: Lookout.down)
        #expect(lookout.moves.isEmpty)

        let last = lookout.look(at: 210, main: Lookout.down)
        #expect(last == [.pointAt(.backup, because: .mainFailed(since: .seconds(30)))])
    }

    @Test("three minutes of health move it back, and a confirming look is asked for when they end")
    func failsBack() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 180, main: Lookout.down)
        let first = lookout.look(at: 215)
        #expect(first.last == .probeAgain(at: .seconds(395)))
        lookout.look(from: 245, through: 394)
        let last = lookout.look(at: 395)

        #expect(last == [.pointAt(.main, because: .mainRecovered(since: .seconds(215)))])
    }

    @Test("one good look breaks a failure, and one bad look a recovery", arguments: [30, 90, 150, 179])
    func oneLookBreaks(second: Int) {
        var lookout = Lookout()
        lookout.look(from: 0, through: second - 1, main: Lookout.down)
        lookout.look(at: second)
        lookout.look(from: second + 1, through: second + 180, main: Lookout.down)
        #expect(lookout.moves.isEmpty)
        lookout.look(at: second + 181, main: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: second + 181)])

        let healed = second + 200
        lookout.look(from: healed, through: healed + second - 1)
        lookout.look(at: healed + second, main: Lookout.down)
        lookout.look(from: healed + second + 1, through: healed + second + 180)
        #expect(lookout.moves.count == 1)
    }

    @Test("a region that heals inside the window is not left, also if nobody looks before the window has ended")
    func healsUnseen() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 150, main: Lookout.down)
        lookout.tick(at: 200)
        lookout.look(at: 209)
        #expect(lookout.moves.isEmpty)
    }

    @Test("a look that began before the window's end proves nothing, however late its answer comes")
    func slowLookIsNoProof() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 150, main: Lookout.down)
        lookout.look(at: 179, until: 185, main: Lookout.gone)
        lookout.tick(at: 200)
        #expect(lookout.moves.isEmpty)
    }

    @Test("both regions failing: the name stays at the main region, and moves as soon as the backup is well")
    func bothFailing() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 600, main: Lookout.down, backup: Lookout.down)
        #expect(lookout.moves.isEmpty)

        lookout.look(at: 630, main: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: 630)])
    }

    @Test("a backup that fails later sends nobody back to a main region that is not well for three minutes")
    func backupFailsToo() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 180, main: Lookout.down)
        lookout.look(from: 210, through: 600, main: Lookout.down, backup: Lookout.down)
        lookout.look(from: 630, through: 780, backup: Lookout.down)
        #expect(lookout.detector.active == .backup)

        lookout.look(at: 810, backup: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: 180), .init(.main, at: 810)])
    }

    @Test("a main region that is back but may only read pulls no traffic back")
    func readOnlyMain() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 180, main: Lookout.gone)
        lookout.look(from: 210, through: 1_200, main: .unhealthy(.notReadWrite))
        #expect(lookout.moves == [.init(.backup, at: 180)])
    }

    @Test("what somebody else has moved is not undone before a full window has passed since")
    func adoptsTheMovesOfOthers() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 600)
        lookout.tell(.adopted(.backup, at: .seconds(601)), at: 601)
        lookout.look(from: 630, through: 780)
        #expect(lookout.detector.active == .backup)

        lookout.look(at: 781)
        #expect(lookout.moves == [.init(.main, at: 781)])
    }

    @Test("finding the name where it already is changes no window")
    func adoptsNothingNew() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 150, main: Lookout.down)
        lookout.tell(.adopted(.main, at: .seconds(160)), at: 160)
        lookout.look(at: 180, main: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: 180)])
    }

    @Test("the detector says when it wants to be woken: at the end of its patience, or when evidence grows too old")
    func wakes() {
        var lookout = Lookout()
        #expect(lookout.detector.wakesAt == nil)
        lookout.look(at: 0, main: Lookout.down)
        #expect(lookout.detector.wakesAt == .seconds(66) + .milliseconds(1))
        lookout.look(from: 30, through: 150, main: Lookout.down)
        #expect(lookout.detector.wakesAt == .seconds(186))
    }
}
