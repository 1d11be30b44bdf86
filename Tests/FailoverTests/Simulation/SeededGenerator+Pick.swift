import TestSupport

extension SeededGenerator {
    /// A whole number in `range`, without the library's generic detours, which are slow in a debug build.
    mutating func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func happens(percent: Int) -> Bool { pick(0...99) < percent }
}
