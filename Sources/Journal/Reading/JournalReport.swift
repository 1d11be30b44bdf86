/// What reading a whole journal from its first byte to its last came to.
package struct JournalReport: Equatable, Sendable {
    package internal(set) var instance: JournalInstance?
    package internal(set) var segments = 0
    package internal(set) var bytes = 0
    package internal(set) var records: UInt64 = 0
    /// The first and last record that read well; both 0 when there is none.
    package internal(set) var firstSequence: UInt64 = 0
    package internal(set) var lastSequence: UInt64 = 0
    /// The hash of the last record: noted elsewhere, it also finds an edit by whoever hashed all that follows anew.
    package internal(set) var lastHash: [UInt8] = []
    package internal(set) var durableSequence: UInt64 = 0
    package internal(set) var shippedSequence: UInt64 = 0
    /// Bytes behind the last whole batch that are not zero: a batch that is being written, or one that was torn.
    package internal(set) var unfinishedBytes = 0
    /// Every place where the journal is not as it was written, oldest first; after one the chain is followed again from
    /// the next segment.
    package internal(set) var damages: [JournalDamage] = []

    package var isIntact: Bool { damages.isEmpty }
}
