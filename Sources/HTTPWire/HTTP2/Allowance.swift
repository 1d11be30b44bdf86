/// A budget that good behavior earns back, so that it needs no clock.
struct Allowance {
    private let capacity: Int
    private var left: Int

    init(_ capacity: Int) {
        self.capacity = capacity
        left = capacity
    }

    /// Takes one; false when there was none left.
    mutating func spend() -> Bool {
        left -= 1
        guard left < 0 else { return true }
        left = 0
        return false
    }

    mutating func earn(_ count: Int = 1) { left = min(capacity, left + count) }
}
