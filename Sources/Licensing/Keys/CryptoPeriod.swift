/// One stretch of a live stream that has keys of its own; content whose keys never rotate has no period.
package struct CryptoPeriod: Hashable, Comparable, Sendable {
    package let index: UInt32

    package init(index: UInt32) { self.index = index }

    package static func < (left: CryptoPeriod, right: CryptoPeriod) -> Bool { left.index < right.index }
}
