import TestSupport

extension World {
    /// A world made of chance: one in two is honest, which means that all who see the main region see the same.
    ///
    /// Only an honest world can be held against the truth; elsewhere each vantage may be cut off or killed by itself.
    static func random(seed: UInt64, isHonest: Bool) -> World {
        var random = SeededGenerator(seed: seed)
        let count = [1, 1, 1, 3, 3, 5][random.pick(0...5)]
        let cycle = [10, 30, 30, 30, 60, 60][random.pick(0...5)]
        var world = World(seed: seed, end: (cycle == 10 ? 600 : 1_100) * 1_000, interval: cycle * 1_000, vantages: [])
        if cycle == 60 { world.shortestPause = 10_000 }
        for index in 0..<count { world.vantages.append(.random(index, in: world, isHonest: isHonest, using: &random)) }
        if random.happens(percent: 25) { world.killTheObserver(using: &random) }
        // Where the truth is asked for, a good moment must be long enough for everybody to see it.
        let unseen = world.vantages[0].dead.stretches.isEmpty ? cycle + 1 : 3 * cycle + 7
        let calm = isHonest ? unseen...unseen + 250 : 1...250
        world.main = .random(until: world.end, good: calm, bad: [1...179, 180...180, 181...600], using: &random)
        if isHonest { world.sharpen(using: &random) }
        if random.happens(percent: 30) {
            world.backup = .random(until: world.end, good: 30...600, bad: [1...400], using: &random)
        }
        if !isHonest, random.happens(percent: 30) { world.giveOrders(using: &random) }
        return world
    }

    /// The hardest cases: outages that begin exactly with a look of the only vantage, or a millisecond too late for it.
    private mutating func sharpen(using random: inout SeededGenerator) {
        guard vantages.count == 1, shortestPause == 0, random.happens(percent: 60) else { return }
        main = main.onGrid(phase: vantages[0].phase, interval: interval, late: random.pick(0...1))
    }

    private mutating func killTheObserver(using random: inout SeededGenerator) {
        vantages[0].dead = .random(until: end, good: 60...500, bad: [1...100], using: &random)
    }

    private mutating func giveOrders(using random: inout SeededGenerator) {
        let choices: [ScriptedOrder] = [
            .freeze, .release, .release, .forceMain(evenIfDead: false), .forceMain(evenIfDead: true),
            .forceBackup(evenIfDead: false), .forceBackup(evenIfDead: true), .adoptedMain, .adoptedBackup,
        ]
        var now = random.pick(0...400_000)
        while now < end {
            orders.append((now, choices[random.pick(0...choices.count - 1)]))
            now += random.pick(1...400_000)
        }
    }
}

extension World.Vantage {
    fileprivate static func random(
        _ index: Int, in world: World, isHonest: Bool, using random: inout SeededGenerator
    ) -> World.Vantage {
        var vantage = World.Vantage(name: "abcde".map { String($0) }[index])
        vantage.phase = random.pick(0...world.interval)
        if index > 0 { vantage.transit = random.pick(0...300) }
        if random.happens(percent: 30) {
            vantage.blind = .random(until: world.end, good: 10...500, bad: [1...300], using: &random)
        }
        if isHonest {
            if index > 0, random.happens(percent: 20) { vantage.dead.stretches = [0..<world.end] }
            return vantage
        }
        if random.happens(percent: 30) {
            vantage.cutFromMain = .random(until: world.end, good: 10...500, bad: [1...400], using: &random)
        }
        if index > 0, random.happens(percent: 30) {
            vantage.dead = .random(until: world.end, good: 10...500, bad: [1...400], using: &random)
        }
        return vantage
    }
}
