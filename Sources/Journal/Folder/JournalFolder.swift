internal import Reactor

/// The files of one journal.
struct JournalFolder: Sendable, Equatable {
    static let lockName = "lock"
    static let durableName = "durable"
    static let shippedName = "shipped"

    let folder: Folder

    init(_ path: String) { folder = Folder(path) }

    /// All finished segments, oldest first.
    func segments() throws(SystemError) -> [SegmentFile] {
        try folder.names().compactMap(SegmentFile.init(name:)).sorted { $0.firstSequence < $1.firstSequence }
    }

    func open(_ segment: SegmentFile, for purpose: File.Purpose) throws(SystemError) -> File {
        try File(folder.path(of: segment.name), for: purpose)
    }

    /// Takes the journal for oneself until the file is closed; nil when somebody else has it.
    func lock() throws(SystemError) -> FolderLock? {
        let file = try File(folder.path(of: Self.lockName), for: .creating)
        return try file.lock() ? FolderLock(file: file) : nil
    }

    func durableMark() throws(SystemError) -> SequenceMark { try SequenceMark(folder.path(of: Self.durableName)) }
    func shippedMark() throws(SystemError) -> SequenceMark { try SequenceMark(folder.path(of: Self.shippedName)) }

    /// How far records are durable, and shipped, as far as the folder knows: zero when it does not.
    func durable() throws(SystemError) -> MarkedSequence? { try read(Self.durableName) }
    func shipped() throws(SystemError) -> MarkedSequence? { try read(Self.shippedName) }

    private func read(_ name: String) throws(SystemError) -> MarkedSequence? {
        guard try folder.names().contains(name) else { return nil }
        return try SequenceMark.read(File(folder.path(of: name), for: .reading))
    }
}

/// Says that a journal is ours, for as long as it lives.
struct FolderLock: ~Copyable, Sendable {
    private let file: File

    init(file: consuming File) { self.file = file }
}
