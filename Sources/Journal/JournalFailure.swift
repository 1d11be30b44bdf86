package import Reactor

/// Why a journal did not do what was asked.
package enum JournalFailure: Error, Equatable, Sendable {
    /// The disk budget is used up, or the file system is; the record is not kept.
    case full
    /// Storage failed; the record may or may not be kept, and nobody may rely on it.
    case broken(SystemError)
    /// Too much waits for a slow disk already; the record is not kept.
    case overloaded
    /// The record is empty or longer than `JournalLimits.recordBytesMax`.
    case unfitRecord
    /// The journal was closed before the record was written.
    case closed
    /// Another process, or another part of this one, has the journal open.
    case inUse
    /// What is on the disk is not what was written, or not all of it.
    case damaged(JournalDamage)
    /// A system call failed before anything was at stake.
    case system(SystemError)
}

extension JournalFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full: "the journal is full"
        case .broken(let error): "the journal's storage failed (\(error))"
        case .overloaded: "the journal's storage is too slow"
        case .unfitRecord: "a record is empty or too long"
        case .closed: "the journal is closed"
        case .inUse: "another process has the journal open"
        case .damaged(let damage): "the journal is damaged: \(damage)"
        case .system(let error): "\(error)"
        }
    }
}

/// One place where a journal is not as it was written.
package struct JournalDamage: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// The segment's first bytes are not a header that this version wrote.
        case segmentHeader
        /// Bytes were changed, or are missing, before others that were written later.
        case batch
        /// Everything reads, but the hash chain or the numbers do not continue: an edit, a deletion or another order.
        case chain
        /// Records up to this number were on stable storage, and the end comes before.
        case missing(through: UInt64)
    }

    package let kind: Kind
    /// The file's name in the journal's folder.
    package let segment: String
    /// Where in the file, in bytes.
    package let offset: Int
    /// The number of the first record that cannot be trusted.
    package let sequence: UInt64
}

extension JournalDamage: CustomStringConvertible {
    package var description: String {
        let place = "\(segment), byte \(offset), record \(sequence)"
        return switch kind {
        case .segmentHeader: "\(place): the segment's header is not readable"
        case .batch: "\(place): changed or missing bytes"
        case .chain: "\(place): the hash chain does not continue here"
        case .missing(let last): "\(place): records up to \(last) were durable and are missing"
        }
    }
}
