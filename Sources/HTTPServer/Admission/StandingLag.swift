/// How long requests have waited at least: a queue that stands, and not one that a burst made and the next turn ate.
///
/// The least wait within a tenth of a second counts for the next one, as the least sojourn time does in CoDel
/// (RFC 8289 §3.2): a single slow turn says nothing, and a queue that never gets shorter does.
struct StandingLag: Equatable, Sendable {
    static let windowNanoseconds: Int64 = 100_000_000

    /// The least wait in the window before this one, in nanoseconds.
    private(set) var nanoseconds: Int64 = 0
    private var least = Int64.max
    private var windowEnd: Int64 = 0

    /// A request has waited for `lag` when its turn came at `now`.
    mutating func note(_ lag: Int64, at now: Int64) {
        if now >= windowEnd {
            // A window without a request is a queue without a request.
            let hasGap = now - windowEnd >= Self.windowNanoseconds
            nanoseconds = hasGap || least == .max ? 0 : least
            least = .max
            windowEnd = now + Self.windowNanoseconds
        }
        least = min(least, lag)
    }
}
