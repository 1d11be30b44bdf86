internal import CLinux

/// Memory that was freed, and that malloc keeps for the next who wants some.
package enum FreedMemory {
    /// Gives it back to the machine, on a thread of its own: milliseconds for a heap of 100 MiB, during which others
    /// may wait for theirs.
    ///
    /// Without a thread to be had, it stays where it is.
    package static func giveBack() { try? Thread.start(named: "trim") { _ = malloc_trim(0) } }
}
