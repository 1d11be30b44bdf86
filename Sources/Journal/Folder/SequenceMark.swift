internal import Bytes
internal import Cryptography
internal import Reactor

/// How far something has come: the number of a record, and its hash.
struct MarkedSequence: Equatable, Sendable {
    let sequence: UInt64
    let hash: [UInt8]
}

/// A number on the disk that only grows.
///
/// Two places, written in turn, so that one is whole at any moment; the greater that reads well counts.
struct SequenceMark: ~Copyable, Sendable {
    private static let placeBytes = 512  // a sector: one that is torn does not take the other along
    private static let usedBytes = 8 + SHA256.byteCount + 4

    private let file: File
    private(set) var marked: MarkedSequence?
    private var place: Int

    init(_ path: String) throws(SystemError) {
        let file = try File(path, for: .creating)
        let marked = try Self.read(file)
        let first = try Self.read(file, place: 0)
        place = first != nil && first == marked ? 1 : 0
        self.marked = marked
        self.file = file
    }

    /// Moves the mark forward; going back, and staying, are no change.
    mutating func advance(to marked: MarkedSequence) throws(SystemError) {
        if let old = self.marked, old.sequence >= marked.sequence { return }
        var bytes: [UInt8] = []
        bytes.append(bigEndian: marked.sequence)
        bytes += marked.hash
        bytes.append(bigEndian: CRC32C.checksum(bytes))
        try file.write(bytes.span, at: place * Self.placeBytes)
        self.marked = marked
        place = 1 - place
    }

    func synchronize() throws(SystemError) { try file.synchronize() }

    static func read(_ file: borrowing File) throws(SystemError) -> MarkedSequence? {
        let places = [try read(file, place: 0), try read(file, place: 1)]
        return places.compactMap { $0 }.max { $0.sequence < $1.sequence }
    }

    private static func read(_ file: borrowing File, place: Int) throws(SystemError) -> MarkedSequence? {
        let bytes = try file.read(usedBytes, at: place * placeBytes)
        var cursor = ByteCursor()
        guard let sequence = try? cursor.next(UInt64.self, in: bytes),
            let hash = try? cursor.next(SHA256.byteCount, in: bytes),
            let checksum = try? cursor.next(UInt32.self, in: bytes),
            checksum == CRC32C.checksum(bytes.span.extracting(first: usedBytes - 4))
        else { return nil }
        return MarkedSequence(sequence: sequence, hash: hash)
    }
}
