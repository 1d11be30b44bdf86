import Failover
import Testing

@Suite("Overrides")
struct OverrideTests {
    @Test("frozen, the name stays; released, a window that ran full meanwhile counts at once")
    func freeze() {
        var lookout = Lookout()
        lookout.order(.freeze, at: 0)
        lookout.look(from: 0, through: 600, main: Lookout.down)
        #expect(lookout.moves.isEmpty)

        lookout.order(.release, at: 601)
        #expect(lookout.moves == [.init(.backup, at: 601)])
    }

    @Test("forced to the backup, the name goes there and stays, however well the main region is")
    func force() {
        var lookout = Lookout()
        lookout.look(from: 0, through: 60)
        lookout.order(.force(.backup, evenIfDead: false), at: 61)
        lookout.look(from: 90, through: 900)
        #expect(lookout.moves == [.init(.backup, at: 61)])

        lookout.order(.release, at: 901)
        #expect(lookout.moves == [.init(.backup, at: 61), .init(.main, at: 901)])
    }

    @Test(
        "the name is not forced to a region that is failing, unless the order says so", arguments: RegionChoice.allCases
    )
    func forceDead(region: RegionChoice) {
        var lookout = Lookout()
        if region == .main { lookout.look(from: 0, through: 180, main: Lookout.down) }
        let dead = region == .main ? (main: Lookout.down, backup: Verdict.healthy) : (.healthy, Lookout.down)
        lookout.look(from: 210, through: 240, main: dead.main, backup: dead.backup)
        let moves = lookout.moves.count

        let order = Order.force(region, evenIfDead: false)
        #expect(lookout.order(order, at: 250) == [.orderRefused(order, .regionIsFailing)])
        #expect(lookout.moves.count == moves)
        #expect(lookout.detector.state.override == nil)

        lookout.order(.force(region, evenIfDead: true), at: 251)
        #expect(lookout.moves.last == .init(region, at: 251))
    }

    @Test("a region forced alive that dies later is kept: the order stands until somebody releases it")
    func forcedRegionDies() {
        var lookout = Lookout()
        lookout.look(at: 0)
        lookout.order(.force(.main, evenIfDead: false), at: 1)
        lookout.look(from: 30, through: 600, main: Lookout.down)
        #expect(lookout.moves.isEmpty)
    }

    @Test("forced, the name is put back when somebody without the order has moved it")
    func forcedAgainstOthers() {
        var lookout = Lookout()
        lookout.order(.force(.backup, evenIfDead: false), at: 0)
        lookout.tell(.adopted(.main, at: .seconds(10)), at: 10)
        #expect(lookout.moves == [.init(.backup, at: 0), .init(.backup, at: 10)])
    }

    @Test("vantages that hear orders in any sequence, and more than once, end with the same one")
    func converge() {
        let orders = [
            Override(.freeze, version: .init(counter: 1, vantage: "a")),
            Override(.force(.backup, evenIfDead: true), version: .init(counter: 2, vantage: "a")),
            Override(.release, version: .init(counter: 2, vantage: "b")),
        ]
        for sequence in [[0, 1, 2], [2, 1, 0], [1, 2, 0, 1], [2, 0, 2, 1, 1], [0, 2, 1]] {
            var lookout = Lookout()
            for index in sequence { lookout.tell(.learned(orders[index], at: .zero), at: 0) }
            #expect(lookout.detector.state.override == orders[2], "\(sequence)")
        }
    }

    @Test("a new order outranks all that its vantage knows of, and is told to the others with its version")
    func newestWins() {
        var lookout = Lookout()
        let known = Override(.freeze, version: .init(counter: 41, vantage: "z"))
        #expect(lookout.tell(.learned(known, at: .zero), at: 0) == [.overrideChanged(known)])
        let next = Override(.release, version: .init(counter: 42, vantage: "a"))
        #expect(lookout.order(.release, at: 1) == [.overrideChanged(next)])
        #expect(lookout.tell(.learned(known, at: .seconds(2)), at: 2) == [])
    }

    @Test("a version beyond the limit is not adopted, and one at the limit does not overflow")
    func versionLimit() {
        var lookout = Lookout()
        let beyond = Override(.freeze, version: .init(counter: .max, vantage: "z"))
        #expect(lookout.tell(.learned(beyond, at: .zero), at: 0) == [])
        let last = Override(.freeze, version: .init(counter: OverrideVersion.counterMax, vantage: "a"))
        lookout.tell(.learned(last, at: .zero), at: 0)
        lookout.order(.release, at: 1)
        #expect(lookout.detector.state.override == last)
    }

    @Test("a detector that does not decide by itself still obeys orders, and adopts what the twin decided")
    func guided() {
        var settings = DetectorSettings()
        settings.decidesByItself = false
        var lookout = Lookout(settings)
        lookout.look(from: 0, through: 600, main: Lookout.down)
        #expect(lookout.moves.isEmpty)
        lookout.tell(.adopted(.backup, at: .seconds(601)), at: 601)
        lookout.look(from: 630, through: 1_200)
        #expect(lookout.moves.isEmpty)
        #expect(lookout.detector.active == .backup)
        lookout.order(.force(.main, evenIfDead: false), at: 1_201)
        #expect(lookout.moves == [.init(.main, at: 1_201)])
    }
}
