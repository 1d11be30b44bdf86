import LocalRegions
import TestSupport

/// Which faults begin and end in which order, all told by a seed: several at a time, healed in another order than they
/// came (swizzling, as FoundationDB's simulation does to connections).
struct FaultSchedule: Equatable, Sendable {
    struct Step: Equatable, Sendable {
        /// After the step before.
        let pause: Duration
        let action: FaultOrder.Action
        let fault: ChaosFault
    }

    let seed: UInt64
    private(set) var steps: [Step] = []

    static let faults = 2...5
    static let atOnce = 3

    /// - Parameter possible: What this machine lets us do.
    init(seed: UInt64, from possible: [ChaosFault]) {
        self.seed = seed
        var chance = SeededGenerator(seed: seed)
        var left = Int.random(in: Self.faults, using: &chance)
        var active: [ChaosFault] = []
        while left > 0 || !active.isEmpty {
            let begins = left > 0 && active.count < Self.atOnce ? Self.beginnable(possible, beside: active) : []
            let ends = active.filter { Self.mayEnd($0, among: active) }
            if !begins.isEmpty, ends.isEmpty || chance.happens(60) {
                guard let fault = begins.randomElement(using: &chance) else { break }
                left -= 1
                active.append(fault)
                steps.append(Step(pause: Self.pause(&chance), action: .inject, fault: fault))
            } else {
                guard let fault = ends.randomElement(using: &chance) else { break }
                active.removeAll { $0 == fault }
                steps.append(Step(pause: Self.pause(&chance), action: .heal, fault: fault))
            }
        }
    }

    private static func beginnable(_ possible: [ChaosFault], beside active: [ChaosFault]) -> [ChaosFault] {
        let held = active.reduce(into: Set<ChaosFault.Part>()) { $0.formUnion($1.parts) }
        return possible.filter { held.isDisjoint(with: $0.parts.union($0.needsToBegin)) }
    }

    private static func mayEnd(_ fault: ChaosFault, among active: [ChaosFault]) -> Bool {
        active.allSatisfy { $0 == fault || $0.parts.isDisjoint(with: fault.needsToEnd) }
    }

    /// Sometimes hardly any, so that faults meet in the middle of what the one before has set off.
    private static func pause(_ chance: inout SeededGenerator) -> Duration {
        chance.happens(30) ? chance.pause(0...120) : chance.pause(200...1_000)
    }
}

extension FaultSchedule: CustomStringConvertible {
    var description: String {
        "seed \(seed): "
            + steps.map { "\($0.pause.inMilliseconds) ms, \($0.action.rawValue) \($0.fault)" }.joined(separator: "; ")
    }
}

extension Duration {
    var inMilliseconds: Int { Int(self / .milliseconds(1)) }
}
