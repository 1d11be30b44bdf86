/// How long from now, in ticks of the loop's deadline wheel: made once for a limit, used for every connection.
package struct CoarseDelay: Comparable, Sendable {
    /// What a deadline may pass late, besides the turn at hand.
    static let tickNanoseconds: UInt64 = 100_000_000

    let nanoseconds: UInt64

    /// - Parameter delay: Negative ones count as none.
    package init(_ delay: Duration) { nanoseconds = UInt64(max(0, delay.wholeNanoseconds)) }

    private init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    package static func < (one: CoarseDelay, other: CoarseDelay) -> Bool { one.nanoseconds < other.nanoseconds }

    /// What is left of it, or nothing.
    ///
    /// - Parameters:
    ///   - start: When it began, in monotonic nanoseconds.
    ///   - now: The same clock.
    package func left(since start: Int64, at now: Int64) -> CoarseDelay {
        let passed = UInt64(max(0, now - start))
        return CoarseDelay(nanoseconds: nanoseconds > passed ? nanoseconds - passed : 0)
    }
}

extension Duration {
    /// Rounded up, and kept within what 64 bits hold: 292 years.
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let rest = attoseconds / 1_000_000_000 + (attoseconds % 1_000_000_000 > 0 ? 1 : 0)
        let (sum, carried) = whole.addingReportingOverflow(rest)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// Rounded down; far more than any wait, so that it never overflows.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1000).partialValue + attoseconds / 1_000_000_000_000_000
    }
}
