internal import Reactor

/// How long to wait before reconnecting: full jitter over a window that doubles.
///
/// - Parameters:
///   - attempt: Failed attempts so far, counted from 1.
///   - base: The first window. Production uses 50 ms.
///   - cap: The longest window ever used. Production uses 2 s, so that a healed database is used at once.
///   - random: Where jitter comes from. Tests pass a seeded generator.
/// - Returns: Whole milliseconds in `0 ... min(cap, base × 2^(attempt − 1))`.
/// - Precondition: `attempt >= 1`; `base` and `cap` are positive.
///
/// Source: M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
func reconnectDelay(
    attempt: Int, base: Duration, cap: Duration, using random: inout some RandomNumberGenerator
) -> Duration {
    precondition(attempt >= 1 && base > .zero && cap > .zero)
    let doublings = min(attempt - 1, 30)  // 2^30 × 1 ms is twelve days: longer than any cap.
    let window = min(cap, base * (1 << doublings))
    return .milliseconds(Int64.random(in: 0...window.wholeMilliseconds, using: &random))
}
