import Glibc

enum Niceness {
    /// Linux keeps it by thread.
    static func ofThisThread() -> Int { Int(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)) }
}
