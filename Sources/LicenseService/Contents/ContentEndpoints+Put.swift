internal import HTTPServer
internal import HTTPWire
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

extension ContentEndpoints {
    /// Creates a content, or finds that it is there already: the same request has the same answer, always.
    func put(_ subject: Subject, on loop: isolated EventLoop) async throws(Problem) -> Response {
        try requireJSON(subject.request.head)
        let wanted = try ContentDocument.read(subject.request.body)
        let known = try await find(subject, on: loop)
        try subject.preconditions.requireForChange(known.flatMap { $0.isDeleted ? nil : $0 })
        if let known { return try await repeated(known, wanted, on: loop) }
        guard let standbys = try await create(wanted, subject, on: loop) else {
            // Somebody else was faster with the same name.
            return try await repeated(readBack(subject, on: loop), wanted, on: loop)
        }
        return try answer(await readBack(subject, on: loop), durableIn: regions(standbys), status: 201)
    }

    /// What is stored is the truth, so an answer is read and not remembered.
    private func readBack(_ subject: Subject, on loop: isolated EventLoop) async throws(Problem) -> StoredContent {
        guard let stored = try await find(subject, on: loop) else {
            throw Problem(.databaseUnavailable, "The content could not be read back.", retryAfter: .seconds(1))
        }
        return stored
    }

    private func create(
        _ wanted: ContentRequest, _ subject: Subject, on loop: isolated EventLoop
    ) async throws(Problem) -> Set<String>? {
        let keys = try wrapped(wanted, subject)
        do throws(DatabaseError) {
            return try await ledger.create(
                keys, digest: wanted.digest, as: subject.name, of: subject.site, confirmingWithin: confirmWithin,
                on: loop)
        } catch {
            throw error.sqlState == .uniqueViolation
                ? Problem(.contentConflict, "Another content of this site uses one of these key IDs.") : Problem(error)
        }
    }

    private func wrapped(_ wanted: ContentRequest, _ subject: Subject) throws(Problem) -> [StoredContentKey] {
        do {
            let content = try Content(fulfilling: wanted, site: subject.site, name: subject.name)
            return try content.keys.map { try wrapper.wrap($0, site: subject.site, content: subject.name) }
        } catch {
            throw Problem(.internal, "The keys could not be made.", because: "\(error)")
        }
    }

    private func repeated(
        _ content: StoredContent, _ wanted: ContentRequest, on loop: isolated EventLoop
    ) async throws(Problem) -> Response {
        guard wanted.digest == content.requestDigest else {
            throw Problem(
                .contentConflict,
                content.isDeleted
                    ? "A deleted content of this name has other tracks; its keys are kept, so the name stays taken."
                    : "The content exists with other tracks, schemes or keys. Nothing was changed.")
        }
        let standbys: Set<String>
        do throws(DatabaseError) {
            if content.isDeleted { _ = try await ledger.revive(content, on: loop) }
            standbys = try await ledger.standbys(on: loop)
        } catch {
            throw Problem(error)
        }
        return try answer(content, durableIn: regions(standbys), status: 200)
    }

    /// This region, then the others: a standby is called like its region.
    private func regions(_ standbys: Set<String>) -> [String] { [region] + standbys.subtracting([region]).sorted() }

    /// A missing Content-Type is forgiven; another one says that the body is something else.
    private func requireJSON(_ head: RequestHead) throws(Problem) {
        guard let type = head.fields.first("content-type") else { return }
        let essence = type.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        guard essence == "application/json" else {
            throw Problem(.unsupportedMediaType, "A content document is application/json.")
        }
    }
}
