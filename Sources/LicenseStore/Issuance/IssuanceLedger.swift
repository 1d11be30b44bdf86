package import Postgres
package import Reactor

/// What came of moving records to a primary.
package enum Shipment: Equatable, Sendable {
    /// All are there and committed; some may have been there before.
    case held(newCount: Int)
    /// Another record stands in this place: two journals have one identity, or one of the two was edited.
    case conflict(sequence: UInt64)
}

/// Brings records to the primary, as often as it takes.
package struct IssuanceLedger {
    private let database: Database
    private let limit: Duration

    package init(_ database: Database, within limit: Duration) {
        self.database = database
        self.limit = limit
    }

    /// Adds `entries`, which may be there in part or whole: what is there is compared and never changed.
    ///
    /// - Parameter entries: In order of their sequence, at most as many as `Limits.parameterBytesMax` has room for.
    package func add(
        _ entries: [IssuanceEntry], of instance: UInt128, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Shipment {
        guard let first = entries.first, let last = entries.last else { return .held(newCount: 0) }
        let values = IssuanceWrites.addValues(entries, of: instance)
        let newCount = try await database.write(IssuanceWrites.add, values, within: limit, on: loop).first ?? 0
        guard newCount < entries.count else { return .held(newCount: newCount) }
        let held = try await database.read(
            HeldIssuance.between,
            [.uuid(instance), .int64(Int64(clamping: first.sequence)), .int64(Int64(clamping: last.sequence))],
            within: limit, on: loop)
        let hashes = Dictionary(held.map { ($0.sequence, $0.chainHash) }) { first, _ in first }
        if let stranger = entries.first(where: { hashes[$0.sequence] != $0.chainHash }) {
            return .conflict(sequence: stranger.sequence)
        }
        return .held(newCount: newCount)
    }
}
