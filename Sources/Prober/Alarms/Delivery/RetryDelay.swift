internal import Reactor

/// How long to wait before the next attempt: full jitter over a window that doubles.
///
/// - Parameters:
///   - attempts: Failed so far, at least 1.
///   - random: Where jitter comes from. Tests pass a seeded generator.
/// - Returns: Whole milliseconds in `0 ... min(cap, base × 2^(attempts − 1))`.
///
/// Source: M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
func retryDelay(
    attempts: Int, base: Duration, cap: Duration, using random: inout some RandomNumberGenerator
) -> Duration {
    let doublings = min(max(attempts, 1) - 1, 20)  // 2^20 s is twelve days: longer than any cap.
    let window = max(.zero, min(cap, base * (1 << doublings)))
    return .milliseconds(Int64.random(in: 0...window.wholeMilliseconds, using: &random))
}
