/// One record as it stands in a journal.
package struct JournalEntry: Equatable, Sendable {
    package let instance: JournalInstance
    /// Counts from 1 in each journal, without gaps.
    package let sequence: UInt64
    package let record: [UInt8]
    /// SHA-256 over the hash of the entry before and this record: 32 bytes.
    package let hash: [UInt8]
}
