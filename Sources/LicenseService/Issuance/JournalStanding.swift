internal import Bytes
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

/// Reads one journal for the shipper; blocks on the disk, so the shipper prefers a thread that has no connections.
actor ShippedJournal {
    /// Read at once: as much as the shipper's largest block is likely to have.
    private static let blockBytes = 2 * 1024 * 1024

    nonisolated let loop: Int
    private var reader: JournalReader

    init(_ folders: JournalFolders, loop: Int) {
        self.loop = loop
        reader = JournalReader(folders.folder(ofLoop: loop))
    }

    func standing() throws(UnshippableJournal) -> JournalStanding {
        do throws(JournalFailure) {
            return JournalStanding(
                loop: loop, instance: try reader.instance(), durable: try reader.durable(),
                shipped: try reader.shipped())
        } catch {
            throw UnshippableJournal(loop: loop, reason: "\(error)")
        }
    }

    /// The records behind number `after`, as the primary wants them.
    func entries(after: UInt64, limit: Int) throws(UnshippableJournal) -> [IssuanceEntry] {
        let read: [JournalEntry]
        do throws(JournalFailure) {
            read = try reader.entries(after: after, limit: limit, bytesMax: Self.blockBytes)
        } catch {
            throw UnshippableJournal(loop: loop, reason: "\(error)")
        }
        var entries: [IssuanceEntry] = []
        for entry in read {
            do throws(Malformed) {
                let record = try IssuanceRecord(parsing: entry.record)
                entries.append(IssuanceEntry(sequence: entry.sequence, chainHash: entry.hash, record: record))
            } catch {
                // What can be read goes first; the next attempt begins with what cannot.
                guard entries.isEmpty else { return entries }
                throw UnshippableJournal(
                    loop: loop, reason: "record \(entry.sequence) cannot be read by this program: \(error)")
            }
        }
        return entries
    }

    func markShipped(upTo sequence: UInt64) throws(UnshippableJournal) {
        do throws(JournalFailure) { try reader.markShipped(upTo: sequence) } catch {
            throw UnshippableJournal(loop: loop, reason: "what is shipped cannot be noted: \(error)")
        }
    }
}

/// A journal that cannot be shipped until somebody looks after it.
struct UnshippableJournal: Error, Equatable, CustomStringConvertible {
    let loop: Int
    let reason: String

    var description: String { "journal \(loop): \(reason)" }
}
