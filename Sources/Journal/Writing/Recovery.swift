internal import Cryptography
internal import Reactor

/// What a journal was left with: where its chain ends, after a torn tail was cut.
struct Recovery: Sendable {
    let instance: JournalInstance
    let position: ChainPosition
    let cutBytes: Int

    /// Reads the newest segment; the older ones were complete before it was begun, and `verify` reads those.
    ///
    /// What was durable once and is not there, or not as it was, is an error and never cut.
    static func run(in folder: JournalFolder) throws(JournalFailure) -> Recovery {
        do {
            for name in try folder.folder.names() where name.hasSuffix(SegmentFile.unfinishedSuffix) {
                try folder.folder.remove(name)
            }
            let durable = try folder.durable()
            guard let last = try folder.segments().last else {
                if let durable { throw JournalFailure.damaged(.missing(durable)) }
                return try fresh()
            }
            return try recover(last, durable, in: folder)
        } catch let error as SystemError {
            throw .system(error)
        } catch let failure as JournalFailure {
            throw failure
        } catch {
            throw .closed
        }
    }

    private static func fresh() throws(JournalFailure) -> Recovery {
        guard let random = try? Random.bytes(JournalInstance.byteCount) else { throw .closed }
        let instance = JournalInstance(random: random)
        return Recovery(instance: instance, position: ChainPosition(sequence: 1, hash: instance.seed), cutBytes: 0)
    }

    private static func recover(
        _ last: SegmentFile, _ durable: MarkedSequence?, in folder: JournalFolder
    ) throws(JournalFailure) -> Recovery {
        var contents = try SegmentContents(last, in: folder)
        var outcome = try contents.next()
        while outcome.isBatch { outcome = try contents.next() }
        if case .damaged(let kind) = outcome { throw .damaged(contents.damage(kind)) }
        if let durable, durable.sequence >= contents.position.sequence {
            throw .damaged(contents.damage(.missing(through: durable.sequence)))
        }
        do {
            let file = try folder.open(last, for: .updating)
            try file.truncate(to: contents.offset)
            // What a killed process had written is in the kernel's memory only.
            try file.synchronize()
        } catch {
            throw .system(error)
        }
        let cut = outcome == .torn ? contents.end - contents.offset : 0
        return Recovery(instance: contents.header.instance, position: contents.position, cutBytes: cut)
    }
}

extension JournalDamage {
    /// All segments are gone.
    static func missing(_ durable: MarkedSequence) -> JournalDamage {
        JournalDamage(kind: .missing(through: durable.sequence), segment: "", offset: 0, sequence: 1)
    }
}
