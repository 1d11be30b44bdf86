internal import Glibc

/// Monotonic time in nanoseconds: one number, for a loop compares and adds it several times a turn.
enum LoopClock {
    static func nanoseconds() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
