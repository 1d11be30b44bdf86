/// What the connections of a loop take, and whether so much less than lately that freed memory is worth giving back.
///
/// malloc keeps what was freed for the next, who after an attack is long in coming.
struct Footprint: Equatable {
    /// What is worth the trouble: to look through the heap takes milliseconds, and who makes us do it has sent so much.
    static let worthwhileBytes = 8 << 20

    private(set) var bytes = 0
    private var peak = 0

    /// - Returns: Whether memory is worth giving back; once for each fall.
    mutating func change(by growth: Int) -> Bool {
        bytes += growth
        peak = max(peak, bytes)
        guard peak - bytes >= Self.worthwhileBytes, bytes <= peak / 2 else { return false }
        peak = bytes
        return true
    }
}
