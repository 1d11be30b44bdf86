import TestSupport
import Testing

@testable import Reactor

@Suite("Deadline wheel")
struct DeadlineWheelTests {
    /// What the wheel must be indistinguishable from: a dictionary that is searched.
    private struct Model {
        var due: [UInt32: UInt64] = [:]

        mutating func popAll(at now: UInt64) -> Set<UInt32> {
            let passed = Set(due.filter { $0.value <= now }.keys)
            for slot in passed { due[slot] = nil }
            return passed
        }
    }

    @Test("whatever is set, moved and cleared, each deadline passes once and in its own tick", arguments: 0..<40)
    func behavesLikeADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (wheel, model) = (DeadlineWheel(), Model())
        var now: UInt64 = 0

        for _ in 0..<3_000 {
            let slot = UInt32.random(in: 0..<50, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                // Within a turn of the wheel, just about one, and far beyond it.
                let delay = UInt64.random(in: 1...[5, 1_030, 5_000].randomElement(using: &random)!, using: &random)
                wheel.set(slot, due: now + delay)
                model.due[slot] = now + delay
            case 6..<8:
                wheel.clear(slot)
                model.due[slot] = nil
            default:
                now += UInt64.random(in: 0...[1, 30, 1_024, 3_000].randomElement(using: &random)!, using: &random)
                #expect(popAll(&wheel, at: now) == model.popAll(at: now), "at tick \(now)")
            }
            #expect(wheel.count == model.due.count)
        }
    }

    private func popAll(_ wheel: inout DeadlineWheel, at now: UInt64) -> Set<UInt32> {
        var passed: Set<UInt32> = []
        while let slot = wheel.popDue(at: now) { #expect(passed.insert(slot).inserted, "no deadline passes twice") }
        return passed
    }

    @Test("the next tick is never later than the next deadline, and following it alone misses none", arguments: 0..<20)
    func nextTickIsEnough(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var wheel = DeadlineWheel()
        var due: [UInt32: UInt64] = [:]
        for slot in 0..<UInt32(30) {
            due[slot] = UInt64.random(in: 1...4_000, using: &random)
            wheel.set(slot, due: due[slot]!)
        }

        while let tick = wheel.nextTick() {
            #expect(tick <= due.values.min()!)
            for slot in popAll(&wheel, at: tick) { #expect(due.removeValue(forKey: slot) == tick) }
        }

        #expect(due.isEmpty)
    }

    @Test("deadlines pass in the order of their ticks, however far time has jumped")
    func passesInOrder() {
        var wheel = DeadlineWheel()
        for (slot, due) in [(0, 2_500), (1, 7), (2, 1_023), (3, 1_024), (4, 1_025)] {
            wheel.set(UInt32(slot), due: UInt64(due))
        }

        let order = (0..<5).compactMap { _ in wheel.popDue(at: 1_000_000) }

        #expect(order == [1, 2, 3, 4, 0])
    }

    @Test("a deadline that has passed when it is set passes at the next tick, not in the one at hand")
    func pastBecomesNext() {
        var wheel = DeadlineWheel()
        #expect(wheel.popDue(at: 10) == nil)

        wheel.set(0, due: 3)

        #expect(wheel.popDue(at: 10) == nil)
        #expect(wheel.nextTick() == 11)
        #expect(wheel.popDue(at: 11) == 0)
    }

    @Test("the farthest deadline there can be is kept, and nothing overflows")
    func keepsTheFarthest() {
        var wheel = DeadlineWheel()

        wheel.set(0, due: .max)

        #expect(wheel.popDue(at: 100_000) == nil)
        #expect(wheel.count == 1)
    }
}
