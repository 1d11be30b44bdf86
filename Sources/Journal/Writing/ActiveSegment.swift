internal import Reactor

/// The segment that is being written.
struct ActiveSegment: ~Copyable {
    /// Small, as it stays in memory: what is prepared is written piece by piece.
    private static let zeros = [UInt8](repeating: 0, count: 65_536)

    let segment: SegmentFile
    private let file: File
    /// Behind the last durable batch.
    private(set) var end: Int
    /// Up to here the file holds zeros that were written.
    private(set) var prepared: Int

    /// Makes the segment under another name and gives it its own when its header is durable, so that a segment with its
    /// name always has a header.
    static func create(
        _ header: SegmentHeader, in folder: JournalFolder, size: Int, budget: Int
    ) throws(SystemError) -> ActiveSegment {
        let segment = SegmentFile(firstSequence: header.firstSequence)
        let unfinished = segment.name + SegmentFile.unfinishedSuffix
        let file = try File(folder.folder.path(of: unfinished), for: .replacing)
        try file.write(header.bytes.span, at: 0)
        var active = ActiveSegment(segment: segment, file: file, end: SegmentHeader.byteCount)
        try active.prepare(for: 0, size: size, budget: budget)
        try active.file.synchronize()
        try folder.folder.rename(unfinished, to: segment.name)
        try folder.folder.synchronize()
        return active
    }

    private init(segment: SegmentFile, file: consuming File, end: Int) {
        self.segment = segment
        self.file = file
        self.end = end
        prepared = end
    }

    /// Writes zeros ahead when `byteCount` more would not fit into those that are there.
    ///
    /// - Parameters:
    ///   - size: What the segment is meant to reach; beyond it only what is needed is written.
    ///   - budget: How many bytes the file may grow by.
    mutating func prepare(for byteCount: Int, size: Int, budget: Int) throws(SystemError) {
        guard end + byteCount > prepared || prepared == SegmentHeader.byteCount else { return }
        let needed = max(0, end + byteCount - prepared)
        var wanted = min(max(needed, min(JournalLimits.preparedBytes, size - prepared)), budget)
        while wanted > 0 {
            let count = min(wanted, Self.zeros.count)
            let zeros = Self.zeros
            try file.write(zeros.span.extracting(first: count), at: prepared)
            prepared += count
            wanted -= count
        }
    }

    /// Returns once `bytes` are durable behind what is there.
    mutating func append(_ bytes: [UInt8]) throws(SystemError) {
        try file.write(bytes.span, at: end)
        try file.synchronize()
        end += bytes.count
        prepared = max(prepared, end)
    }

    /// Gives back the zeros that were not used; a failure only leaves them there, which every reader allows.
    consuming func seal() -> Int {
        do { try file.truncate(to: end) } catch { return prepared }
        return end
    }
}
