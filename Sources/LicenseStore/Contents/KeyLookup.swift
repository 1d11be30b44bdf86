package import Bytes
internal import Licensing
package import Postgres
package import Reactor

/// Asks for keys in groups: one query is under way, and whoever comes meanwhile shares the next.
///
/// At low load each request has its own query and waits for nobody; at high load one query carries hundreds of keys,
/// which costs the database a fraction of as many single ones.
package final class KeyLookup {
    /// Key IDs one query carries; more are left for the next.
    package static let groupMax = 1024

    fileprivate struct Ask {
        let keyIDs: [KeyID]
        let answer: (Result<[ContentKeyRow], DatabaseError>) -> Void
    }

    private let database: Database
    private let limit: Duration
    private var waiting: [Ask] = []
    private var isAsking = false

    package init(_ database: Database, within limit: Duration) {
        self.database = database
        self.limit = limit
    }

    /// The rows of `keyIDs`, in any order, of any site; those that do not exist are left out.
    package func rows(
        of keyIDs: [KeyID], on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [ContentKeyRow] {
        try await withCheckedContinuation { continuation in
            waiting.append(Ask(keyIDs: keyIDs) { continuation.resume(returning: $0) })
            askNext(on: loop)
        }.get()
    }

    private func askNext(on loop: isolated EventLoop) {
        guard !isAsking, !waiting.isEmpty else { return }
        let group = takeGroup()
        isAsking = true
        let keyIDs = Set(group.flatMap(\.keyIDs)).map { UInt128?($0.value) }
        database.read(ContentKeyRow.byKeyIDs, [.uuids(keyIDs)], within: limit, on: loop) { [self] result in
            isAsking = false
            for ask in group { ask.answer(result.map { ask.rows(in: $0) }) }
            askNext(on: loop)
        }
    }

    private func takeGroup() -> [Ask] {
        var count = 0
        let end = waiting.firstIndex { ask in
            count += ask.keyIDs.count
            return count > Self.groupMax
        }
        let group = waiting.prefix(max(1, end ?? waiting.count))
        waiting.removeFirst(group.count)
        return Array(group)
    }
}

extension KeyLookup.Ask {
    fileprivate func rows(in all: [ContentKeyRow]) -> [ContentKeyRow] {
        let wanted = Set(keyIDs)
        return all.filter { wanted.contains($0.key.keyID) }
    }
}
