internal import Daemon
internal import LicenseStore
internal import Licensing
internal import Logging
internal import Postgres
internal import Reactor

/// Whether this program and this database fit together: the schema it knows, the keys it was given.
///
/// A mismatch ends the program with a sentence. A silent database is waited for, because a server that starts while its
/// region is in trouble must be there when the trouble ends.
struct Admission {
    static let retryInterval: Duration = .milliseconds(250)

    let service: LoopService

    /// Comes back when the database has admitted this program.
    func await(on loop: isolated EventLoop) async throws {
        var isFirst = true
        while true {
            do {
                if try await isAdmitted(on: loop) { return service.plant.state.admit() }
            } catch let error as DatabaseError where error.kind != .refused {
                if isFirst { service.plant.log.warning("waiting for the database", metadata: ["error": "\(error)"]) }
                isFirst = false
            } catch let error as DatabaseError {
                throw CommandFailure(error)
            }
            try await loop.sleep(for: Self.retryInterval)
        }
    }

    /// False when a replica has not received yet what its primary will send.
    private func isAdmitted(on loop: isolated EventLoop) async throws -> Bool {
        let status = try await SchemaStatus.read(
            from: service.database, wanting: Schema.version, within: service.plant.configuration.database.queryTimeout,
            on: loop)
        let isReplica = service.database.role?.role == .replica
        if let complaint = status.complaint {
            guard isReplica else { throw CommandFailure.misconfigured(complaint) }
            return false
        }
        return try await areKeysKnown(service.plant.ring, isReplica: isReplica, on: loop)
    }

    /// Makes the current key known where that may be written.
    ///
    /// - Returns: False when the database does not know it yet.
    func areKeysKnown(_ ring: KeyRing, isReplica: Bool, on loop: isolated EventLoop) async throws -> Bool {
        let rows = try await service.reader.keyEncryptionKeys(on: loop)
        if let complaint = try KeyAgreement.complaint(ring, rows) { throw CommandFailure.misconfigured(complaint) }
        let isCurrentKnown = rows.contains { $0.version == ring.current.version }
        guard !isCurrentKnown, !isReplica else { return isCurrentKnown }
        let current = ring.current
        try await service.ledger.addKeyEncryptionKey(current.version, checkValue: current.checkValue(), on: loop)
        return false  // Read back, so that two servers that start together agree.
    }
}
