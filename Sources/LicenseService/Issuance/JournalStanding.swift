internal import Journal
internal import LicenseStore
internal import Licensing

/// How far one journal's records have come.
struct JournalStanding: Equatable, Sendable {
    let loop: Int
    let instance: JournalInstance?
    let durable: UInt64
    let shipped: UInt64

    var unshipped: UInt64 { durable > shipped ? durable - shipped : 0 }
}

/// Reads one journal for the shipper; blocks on the disk, so the loop lets others do it.
struct ShippedJournal: Sendable {
    let loop: Int
    let reader: JournalReader

    init(_ folders: JournalFolders, loop: Int) {
        self.loop = loop
        reader = JournalReader(folders.folder(ofLoop: loop))
    }

    @concurrent func standing() async throws(JournalFailure) -> JournalStanding {
        var reader = reader
        return try JournalStanding(
            loop: loop, instance: reader.instance(), durable: reader.durable(), shipped: reader.shipped())
    }

    /// The records behind number `after`, as the primary wants them.
    @concurrent func entries(after: UInt64, limit: Int) async throws(UnshippableJournal) -> [IssuanceEntry] {
        var reader = reader
        do {
            return try reader.entries(after: after, limit: limit, bytesMax: 2 * 1024 * 1024).map { entry in
                do {
                    let record = try IssuanceRecord(parsing: entry.record)
                    return IssuanceEntry(sequence: entry.sequence, chainHash: entry.hash, record: record)
                } catch {
                    throw UnshippableJournal(
                        loop: loop, reason: "record \(entry.sequence) cannot be read by this program: \(error)")
                }
            }
        } catch let error as UnshippableJournal {
            throw error
        } catch {
            throw UnshippableJournal(loop: loop, reason: "\(error)")
        }
    }

    @concurrent func markShipped(upTo sequence: UInt64) async throws(JournalFailure) {
        try reader.markShipped(upTo: sequence)
    }
}

/// A journal that cannot be shipped until somebody looks after it.
struct UnshippableJournal: Error, Equatable, CustomStringConvertible {
    let loop: Int
    let reason: String

    var description: String { "journal \(loop): \(reason)" }
}
