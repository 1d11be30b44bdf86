import TestSupport

/// Stretches of time, in milliseconds, in which something is wrong.
struct Troubles: Equatable {
    /// In order and apart from each other; each includes its beginning and not its end.
    var stretches: [Range<Int>] = []

    func covers(_ instant: Int) -> Bool {
        for stretch in stretches where stretch.lowerBound <= instant && instant < stretch.upperBound { return true }
        return false
    }

    func touches(_ other: Range<Int>) -> Bool {
        for stretch in stretches where stretch.lowerBound < other.upperBound && other.lowerBound < stretch.upperBound {
            return true
        }
        return false
    }

    /// Troubles of lengths in `bad` seconds, with calm of lengths in `good` seconds before and between them.
    static func random(
        until end: Int, good: ClosedRange<Int>, bad: [ClosedRange<Int>], using random: inout SeededGenerator
    ) -> Troubles {
        var troubles = Troubles()
        var now = random.pick(good) * 1_000 + random.pick(0...999)
        while now < end {
            let length = random.pick(bad[random.pick(0...bad.count - 1)]) * 1_000 - random.pick(0...999)
            troubles.stretches.append(now..<now + length)
            now += length + random.pick(good) * 1_000
        }
        return troubles
    }
}

extension Troubles {
    /// The same troubles, each pushed back to the next instant of a grid, or to a millisecond after it.
    func onGrid(phase: Int, interval: Int, late: Int) -> Troubles {
        var (moved, shift) = (Troubles(), 0)
        for stretch in stretches {
            let start = stretch.lowerBound + shift
            shift += (interval - (start - phase) % interval) % interval
            let begin = stretch.lowerBound + shift + late
            moved.stretches.append(begin..<begin + stretch.count)
        }
        return moved
    }
}

/// What truly happens in one trace: who is down when, and who cannot see it.
struct World {
    struct Vantage {
        var name: String
        /// It reaches neither region.
        var blind = Troubles()
        /// It reaches the backup region only.
        var cutFromMain = Troubles()
        /// Its prober does not run.
        var dead = Troubles()
        /// Until the first probe.
        var phase = 0
        /// Until its testimony reaches the observer; zero for the observer itself.
        var transit = 0
    }

    var seed: UInt64
    var end: Int
    /// The longest time between two probes; what the detector is told.
    var interval: Int
    /// Each pause is random, from this up to the interval; with zero it always is the interval.
    var shortestPause = 0
    var timeout = 6_000
    var main = Troubles()
    var backup = Troubles()
    /// The first runs the detector under test.
    var vantages: [Vantage]
    /// Orders given and moves made by others, in order.
    var orders: [(at: Int, order: ScriptedOrder)] = []
}

/// What happens to the observer besides testimonies.
enum ScriptedOrder: Equatable {
    case freeze
    case release
    case forceMain(evenIfDead: Bool)
    case forceBackup(evenIfDead: Bool)
    case adoptedMain
    case adoptedBackup
}
