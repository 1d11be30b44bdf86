/// Bounds on what is written and read, so that a damaged length cannot ask for memory.
package enum JournalLimits {
    /// One record; an issuance record has some 400 bytes.
    package static let recordBytesMax = 16 * 1024
    /// The records of one batch with their lengths; also what waits in memory while the disk is slow.
    package static let batchBytesMax = 4 * 1024 * 1024
    /// Zeros written ahead of the records: where blocks are allocated and written already, `fdatasync` has no metadata
    /// to write and takes half the time (docs/journal.md has the figures).
    static let preparedBytes = 1024 * 1024
    /// After storage has failed, how long appends are refused before it is tried again.
    static let retryDelay = Duration.seconds(1)
    /// How often the owner looks after the shipped cursor, old segments and free space.
    static let tendingInterval = Duration.seconds(1)
}
