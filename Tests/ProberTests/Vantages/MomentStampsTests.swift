import Testing

@testable import Prober

@Suite("Moment stamps")
struct MomentStampsTests {
    private let stamps = MomentStamps(run: 42)

    @Test("a message held by its reader's halted process is known to be old")
    func agesWhileHalted() {
        let echo = EchoedStamp(stamp: stamps.stamp(at: .seconds(100)), heldFor: .seconds(30))

        #expect(stamps.delayMax(of: echo, at: .seconds(190)) == .seconds(60))
    }

    @Test("a message that came at once has no delay, also when the two clocks run apart by a little")
    func seesNoDelay() {
        let echo = EchoedStamp(stamp: stamps.stamp(at: .seconds(100)), heldFor: .milliseconds(30_002))

        #expect(stamps.delayMax(of: echo, at: .seconds(130)) == .zero)
    }

    @Test(
        "a stamp that this run did not make says nothing",
        arguments: ["", ".", "2a", "2a.", "2a.x", "2b.5", "2a.-5", "2a.5.5", "2a.200000", "2a.9223372036854775808"])
    func refusesStrangers(stamp: String) {
        #expect(stamps.delayMax(of: EchoedStamp(stamp: stamp, heldFor: .zero), at: .seconds(100)) == nil)
    }

    @Test("a lie about the time held cannot overflow")
    func boundsLies() {
        let echo = EchoedStamp(stamp: stamps.stamp(at: .seconds(1)), heldFor: .milliseconds(Int64.max / 2))

        #expect(stamps.delayMax(of: echo, at: .seconds(2)) == .zero)
    }
}
