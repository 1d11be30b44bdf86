internal import Reactor

/// One segment, read whole, with its batches given out one after the other.
struct SegmentContents {
    let segment: SegmentFile
    let header: SegmentHeader
    let bytes: [UInt8]
    private(set) var offset = SegmentHeader.byteCount
    private(set) var position: ChainPosition

    /// The most a segment can hold: a limit on what a foreign file makes us read.
    static let byteCountMax = 1024 * 1024 * 1024

    init(_ segment: SegmentFile, in folder: JournalFolder) throws(JournalFailure) {
        let (bytes, header) = try Self.read(segment, in: folder)
        self.segment = segment
        self.bytes = bytes
        self.header = header
        position = ChainPosition(sequence: header.firstSequence, hash: header.previousHash)
    }

    private static func read(
        _ segment: SegmentFile, in folder: JournalFolder
    ) throws(JournalFailure) -> ([UInt8], SegmentHeader) {
        do {
            let file = try folder.open(segment, for: .reading)
            let bytes = try file.read(min(file.status().byteCount, byteCountMax), at: 0)
            guard let header = try? SegmentHeader(parsing: bytes), header.firstSequence == segment.firstSequence else {
                throw JournalFailure.damaged(
                    JournalDamage(
                        kind: .segmentHeader, segment: segment.name, offset: 0, sequence: segment.firstSequence))
            }
            return (bytes, header)
        } catch let failure as JournalFailure {
            throw failure
        } catch let error as SystemError {
            throw .system(error)
        } catch {
            throw .system(SystemError(call: "read", errno: 0))
        }
    }

    /// The next batch, moving behind it, or why there is none.
    mutating func next() -> BatchOutcome {
        let outcome = ParsedBatch.read(bytes, at: offset, expecting: position, instance: header.instance)
        if case .batch(let batch) = outcome, let last = batch.entries.last {
            offset += batch.header.extent
            position = ChainPosition(sequence: last.sequence + 1, hash: last.hash)
        }
        return outcome
    }

    /// Up to the last byte that is not zero.
    var writtenBytes: Int { (bytes.lastIndex { $0 != 0 } ?? -1) + 1 }

    func damage(_ kind: JournalDamage.Kind) -> JournalDamage {
        JournalDamage(kind: kind, segment: segment.name, offset: offset, sequence: position.sequence)
    }
}
