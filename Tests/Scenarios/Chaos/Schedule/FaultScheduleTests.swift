import LocalRegions
import Testing

@Suite("Schedules of faults")
struct FaultScheduleTests {
    private static let everything = ChaosFault.all(cutsNetworks: true, slowsDisks: true)
    private static let seeds: [UInt64] = Array(0..<2_000)

    private static func schedules(of faults: [ChaosFault] = everything) -> [FaultSchedule] {
        seeds.map { FaultSchedule(seed: $0, from: faults) }
    }

    @Test("a seed always tells the same schedule, and different seeds tell different ones")
    func seedsTell() {
        #expect(Self.schedules() == Self.schedules())
        #expect(Set(Self.schedules().map { "\($0.steps)" }).count > Self.seeds.count * 9 / 10)
    }

    @Test("what begins ends, in every schedule")
    func everythingEnds() {
        for schedule in Self.schedules() {
            var active: Set<ChaosFault> = []
            for step in schedule.steps {
                switch step.action {
                case .inject: #expect(active.insert(step.fault).inserted)
                case .heal: #expect(active.remove(step.fault) != nil)
                }
            }
            #expect(active.isEmpty && schedule.steps.count >= FaultSchedule.faults.lowerBound * 2, "\(schedule)")
        }
    }

    @Test("two faults never have hold of the same part, and what a fault needs works when it begins and when it ends")
    func partsAreFree() {
        for schedule in Self.schedules() {
            var active: Set<ChaosFault> = []
            for step in schedule.steps {
                active.remove(step.fault)
                let held = active.reduce(into: Set<ChaosFault.Part>()) { $0.formUnion($1.parts) }
                let needed =
                    step.action == .inject
                    ? step.fault.parts.union(step.fault.needsToBegin) : step.fault.needsToEnd
                #expect(held.isDisjoint(with: needed), "\(step.fault) in \(schedule)")
                if step.action == .inject { active.insert(step.fault) }
            }
        }
    }

    @Test("faults overlap in most schedules, heal in another order than they came in many, and each kind is used")
    func swizzles() {
        let schedules = Self.schedules()
        let overlapping = schedules.filter { $0.isOverlapping }
        let reordered = schedules.filter { $0.order(of: .inject) != $0.order(of: .heal) }
        #expect(overlapping.count > schedules.count * 3 / 4)
        #expect(reordered.count > schedules.count / 4)
        #expect(Set(schedules.flatMap { $0.order(of: .inject) }) == Set(Self.everything))
    }

    @Test("a machine that may not cut networks or slow disks down gets schedules without")
    func possibleFaults() {
        let schedules = Self.schedules(of: ChaosFault.all(cutsNetworks: false, slowsDisks: false))
        let kinds = Set(schedules.flatMap { $0.order(of: .inject).map(\.fault) })
        #expect(kinds.isDisjoint(with: [.networkCut, .slowDisk]))
        #expect(schedules.allSatisfy { !$0.steps.isEmpty })
    }

    @Test("a run is told by its environment, and its schedules by seeds one after the other")
    func order() {
        let order = ChaosOrder(["EVERGRANT_CHAOS_SEED": "7", "EVERGRANT_CHAOS_SCHEDULES": "3"])
        #expect(order.seeds == [7, 8, 9])
        #expect(ChaosOrder([:]).count == ChaosOrder.countByDefault)
        #expect(ChaosOrder(["EVERGRANT_CHAOS_SEED": "", "EVERGRANT_CHAOS_SCHEDULES": "-1"]).seeds == [])
    }
}

extension FaultSchedule {
    fileprivate func order(of action: FaultOrder.Action) -> [ChaosFault] {
        steps.filter { $0.action == action }.map(\.fault)
    }

    fileprivate var isOverlapping: Bool {
        zip(steps, steps.dropFirst()).contains { $0.action == .inject && $1.action == .inject }
    }
}
