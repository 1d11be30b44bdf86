/// Spreads values over a table by a secret of its own, so that nobody can choose values that meet in one place.
///
/// Two multiplications, where SipHash takes ten times as long. Whoever could break it would gain little: a table is
/// bounded, and so is a walk through all of it.
package struct KeyedHash: Equatable, Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64

    package init(using random: inout some RandomNumberGenerator) {
        first = random.next()
        second = random.next()
        third = random.next()
    }

    package func callAsFunction(_ value: UInt128) -> UInt64 {
        let low = UInt64(truncatingIfNeeded: value) ^ first
        let high = UInt64(truncatingIfNeeded: value >> 64) ^ second
        return Self.fold(Self.fold(low, high) ^ third, 0x9E37_79B9_7F4A_7C15)
    }

    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
