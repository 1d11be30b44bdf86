/// Where a part of a request's head lies, counted from the head's first byte; a head is far smaller than 4 GiB.
struct Stretch: Equatable, Sendable {
    let start: UInt32
    private let end: UInt32

    @inline(__always)
    init(_ start: Int, _ end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    @inline(__always)
    init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

    /// The range, in bytes whose head begins at `base`.
    @inline(__always)
    func range(from base: Int) -> Range<Int> { base &+ Int(start)..<base &+ Int(end) }

    @inline(__always)
    var count: Int { Int(end) &- Int(start) }
}
