/// A segment by its name, which is the number of its first record.
struct SegmentFile: Equatable, Sendable {
    static let suffix = ".segment"
    /// Of a segment that is being made; not read, and removed by the next owner.
    static let unfinishedSuffix = ".unfinished"

    let firstSequence: UInt64

    init(firstSequence: UInt64) { self.firstSequence = firstSequence }

    /// Reads exactly what `name` writes.
    init?(name: String) {
        guard name.hasSuffix(Self.suffix), let number = UInt64(name.dropLast(Self.suffix.count)), number > 0 else {
            return nil
        }
        firstSequence = number
        guard self.name == name else { return nil }
    }

    /// Twenty digits, so that names sort like numbers.
    var name: String {
        let digits = String(firstSequence)
        return String(repeating: "0", count: 20 - digits.count) + digits + Self.suffix
    }
}
