internal import Bytes

/// A universally unique identifier that sorts by when it was made (RFC 9562 §5.7).
package struct UUIDv7: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let value: UInt128

    /// Nil when `value` is a UUID of another version or variant.
    package init?(_ value: UInt128) {
        guard value >> 76 & 0xF == 7, value >> 62 & 0b11 == 0b10 else { return nil }
        self.value = value
    }

    /// - Parameters:
    ///   - milliseconds: Since 1970; the low 48 bits count.
    ///   - tail: The 74 bits that are neither time, version nor variant.
    fileprivate init(milliseconds: UInt64, tail: UInt128) {
        let high = UInt128(milliseconds) << 80 | 7 << 76 | (tail >> 62 & 0xFFF) << 64
        value = high | 0b10 << 62 | tail & (1 << 62 - 1)
    }

    /// When it was made, in milliseconds since 1970.
    package var milliseconds: UInt64 { UInt64(truncatingIfNeeded: value >> 80) }

    package var description: String { UUIDText.format(value) }

    package static func < (left: UUIDv7, right: UUIDv7) -> Bool { left.value < right.value }
}

/// Makes identifiers, each greater than the one before, whatever the wall clock does.
///
/// Belongs to one loop. RFC 9562 §6.2, method 2: chance at the start of each millisecond and counting within it, so
/// that a busy loop asks for chance a thousand times a second and not with each license. Nobody gains by guessing one.
package struct UUIDv7Generator: Sendable {
    private static let tailBits: UInt128 = 74
    private static let millisecondsMax: UInt64 = 1 << 48 - 1

    private var milliseconds: UInt64 = 0
    private var tail: UInt128 = 0

    package init() {}

    /// - Parameter now: Milliseconds since 1970; earlier than the last time counts as the last time.
    package mutating func next(at now: Int64, using random: inout some RandomNumberGenerator) -> UUIDv7 {
        let now = min(UInt64(clamping: now), Self.millisecondsMax)
        tail += 1
        if now > milliseconds || tail >> Self.tailBits != 0 {
            milliseconds = min(max(now, milliseconds + 1), Self.millisecondsMax)
            // One bit less than there are, so that a millisecond has room to count in.
            let chance = UInt128(random.next() as UInt64) << 64 | UInt128(random.next() as UInt64)
            tail = chance & (1 << (Self.tailBits - 1) - 1)
        }
        return UUIDv7(milliseconds: milliseconds, tail: tail)
    }
}
