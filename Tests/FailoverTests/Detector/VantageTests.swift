import Failover
import Testing

@Suite("Vantages")
struct VantageTests {
    private static let all = ["a", "b", "c"]

    @Test("a vantage that reaches neither region is blind: it moves nothing, and its window begins when it sees again")
    func blindVantage() {
        var lookout = Lookout()
        lookout.look(at: 0)
        lookout.look(from: 30, through: 600, main: Lookout.gone, backup: Lookout.gone)
        #expect(lookout.moves.isEmpty)
        #expect(lookout.detector.sightedVantages.isEmpty)

        lookout.look(from: 630, through: 780, main: Lookout.gone)
        #expect(lookout.moves.isEmpty)
        lookout.look(at: 810, main: Lookout.gone)
        #expect(lookout.moves == [.init(.backup, at: 810)])
    }

    @Test("an outage that ends in blindness is no longer than what was seen of it")
    func blindAtTheEnd() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 150, main: Lookout.gone)
        lookout.look(at: 180, until: 186, main: Lookout.gone, backup: Lookout.gone)
        #expect(lookout.moves.isEmpty)
    }

    @Test("one blind vantage of three is no witness, and the other two decide")
    func oneOfThreeBlind() {
        var lookout = Lookout()
        lookout.look(Self.all, from: 0, through: 0)
        for now in stride(from: 30, through: 210, by: 30) {
            lookout.look("a", at: now, main: Lookout.gone, backup: Lookout.gone)
            for vantage in ["b", "c"] { lookout.look(vantage, at: now, main: Lookout.down) }
        }
        #expect(lookout.moves == [.init(.backup, at: 210)])
        #expect(lookout.detector.sightedVantages == ["b", "c"])
    }

    @Test("one vantage of three that alone is cut off from the main region does not outvote the others")
    func oneOfThreeCutOff() {
        var lookout = Lookout()
        for now in stride(from: 0, through: 900, by: 30) {
            lookout.look("a", at: now, main: Lookout.gone)
            for vantage in ["b", "c"] { lookout.look(vantage, at: now) }
        }
        #expect(lookout.moves.isEmpty)
    }

    @Test("two vantages that contradict each other decide nothing, and break either kind of run")
    func tie() {
        var lookout = Lookout()
        lookout.look(["a", "b"], from: 0, through: 150, main: Lookout.down)
        lookout.look("b", at: 170)
        #expect(lookout.detector.state.hearing.runs.main == Run(.undecided, since: .seconds(170)))
        lookout.look(["a", "b"], from: 180, through: 359, main: Lookout.down)
        #expect(lookout.moves.isEmpty)
        lookout.look(["a", "b"], from: 360, through: 360, main: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: 360)])
    }

    @Test("the window begins when the quorum was complete, not when the first vantage complained")
    func quorumBegins() {
        var lookout = Lookout()
        lookout.look(Self.all, from: 0, through: 0)
        lookout.look("a", at: 30, main: Lookout.down)
        lookout.look("b", at: 40, main: Lookout.down)
        lookout.look("c", at: 50, main: Lookout.down)
        #expect(lookout.detector.state.hearing.runs.main == Run(.failing, since: .seconds(40)))
    }

    @Test("two vantages of three killed in the middle of a window: the third goes on, and the name moves in time")
    func twoOfThreeKilled() {
        var lookout = Lookout()
        lookout.look(Self.all, from: 0, through: 60, main: Lookout.down)
        lookout.look(["c"], from: 90, through: 150, main: Lookout.down)
        lookout.look("c", at: 180, main: Lookout.down)
        #expect(lookout.moves == [.init(.backup, at: 180)])
    }

    @Test("two vantages of three killed at the last moment cost one probe timeout: they are not awaited for longer")
    func twoOfThreeKilledLate() {
        var lookout = Lookout()
        lookout.look(Self.all, from: 0, through: 150, main: Lookout.down)
        lookout.look("c", at: 180, main: Lookout.down)
        #expect(lookout.moves.isEmpty)
        lookout.tick(at: 185)
        #expect(lookout.moves.isEmpty)
        lookout.tick(at: 186)
        #expect(lookout.moves == [.init(.backup, at: 186)])
    }

    @Test("a vantage isolated from the others decides by itself, and others keep what it moved for a full window")
    func isolatedFromOthers() {
        var isolated = Lookout()
        var other = Lookout()
        isolated.look(from: 0, through: 180, main: Lookout.gone)
        other.look(["b", "c"], from: 0, through: 180)
        #expect(isolated.moves == [.init(.backup, at: 180)])
        #expect(other.moves.isEmpty)

        other.tell(.adopted(.backup, at: .seconds(181)), at: 181)
        other.look(["b", "c"], from: 210, through: 360)
        #expect(other.moves.isEmpty)
        other.look(["b", "c"], from: 361, through: 361)
        #expect(other.moves == [.init(.main, at: 361)])
    }

    @Test("testimony that is repeated, older, from the future, turned round or far too old changes nothing")
    func oddTestimony() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 300)
        let before = lookout.detector.state
        lookout.look(at: 300, main: Lookout.down)
        lookout.look("b", at: 200, until: 300, main: Lookout.down)
        let verdicts = PerRegion(main: Lookout.down, backup: Lookout.down)
        for (start, end) in [(299, 301), (310, 300), (301, 301), (Int.min, 300), (Int.min, Int.min)] {
            let odd = Testimony(
                vantage: "c", startedAt: .seconds(start), finishedAt: .seconds(end), verdicts: verdicts)
            lookout.tell(.heard(odd, at: .seconds(300)), at: 300)
        }
        #expect(lookout.detector.state == before)
    }

    @Test("more vantages than the limit are not heard")
    func tooManyVantages() {
        var lookout = Lookout()
        for index in 0..<100 { lookout.look("vantage-\(index)", at: 0) }
        #expect(lookout.detector.state.hearing.witnesses.count == DetectorLimits.vantagesMax)
    }

    @Test("the first vantage in the list that sees acts; the next one when it is blind or silent for two intervals")
    func acting() {
        let acting = ActingVantage(ranking: Self.all)
        var lookout = Lookout()
        #expect(acting.chosen(among: lookout.detector.sightedVantages) == nil)
        lookout.look(Self.all, from: 0, through: 0)
        #expect(acting.chosen(among: lookout.detector.sightedVantages) == "a")
        lookout.look("a", at: 30, main: Lookout.gone, backup: Lookout.gone)
        #expect(acting.chosen(among: lookout.detector.sightedVantages) == "b")
        lookout.look("c", at: 60)
        lookout.tick(at: 67)
        #expect(acting.chosen(among: lookout.detector.sightedVantages) == "c")
    }
}
