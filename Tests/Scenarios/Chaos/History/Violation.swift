/// A promise that was not kept.
struct Violation: Equatable, Sendable, CustomStringConvertible {
    enum Promise: String, CaseIterable, Sendable {
        // No write is accepted by a database in recovery.
        case writeWhereNobodyWrites = "a write was accepted in a region that only reads"
        case changedRole = "a database changed its role by itself"
        case divergedReplica = "the replica does not hold what the primary holds"
        // No acknowledged content is lost.
        case lostContent = "an acknowledged content is not there"
        case otherKeys = "a content has other keys than were acknowledged"
        case notDurable = "a content was not in a region that was said to hold it"
        case doneThoughRefused = "a refused write was made"
        // No license without a record.
        case unrecordedLicense = "a license has no record"
        case otherLicense = "a license holds other keys than its content"
        // Every shipped record is once in the primary.
        case repeatedRecord = "a record is in the primary more than once"
        case brokenJournal = "a journal is not as it was written"
        case unshippedJournal = "a journal's records are not all shipped"
        case brokenChain = "the primary does not hold a journal's records one by one"
    }

    let promise: Promise
    /// The content, the record or the journal.
    let subject: String
    /// What was found instead.
    let found: String

    init(_ promise: Promise, _ subject: String, found: String = "") {
        self.promise = promise
        self.subject = subject
        self.found = found
    }

    var description: String { "\(promise.rawValue): \(subject)\(found.isEmpty ? "" : " (\(found))")" }
}
