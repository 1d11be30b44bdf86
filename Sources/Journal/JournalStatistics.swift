/// What a journal has done and how it stands; at most a second old, except after a batch, when it is new.
package struct JournalStatistics: Equatable, Sendable {
    package internal(set) var usedBytes = 0
    package internal(set) var budgetBytes = 0
    /// What is left of the budget, or on the file system if that is less.
    package internal(set) var leftBytes = 0
    package internal(set) var records: UInt64 = 0
    package internal(set) var batches: UInt64 = 0
    /// Batches that storage did not take.
    package internal(set) var failedBatches: UInt64 = 0
    /// The number of the newest durable record; 0 when there is none.
    package internal(set) var newestSequence: UInt64 = 0
    package internal(set) var shippedSequence: UInt64 = 0
    package internal(set) var segments = 0
    /// Bytes of an unfinished batch that recovery cut off.
    package internal(set) var cutBytes = 0
    /// How long writing and synchronizing the newest batch took.
    package internal(set) var lastBatchDuration = Duration.zero
    package internal(set) var space = JournalSpace.ample
}

/// How much room a journal has.
package enum JournalSpace: String, Equatable, Sendable {
    case ample
    /// Less than the settings' `lowBytes` is left: time for an operator.
    case low
    /// Records are refused.
    case exhausted
}
