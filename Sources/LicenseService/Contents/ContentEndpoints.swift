internal import Cryptography
internal import HTTPServer
internal import HTTPWire
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

/// What packagers do with contents.
struct ContentEndpoints {
    let desk: PackagerDesk
    let reader: LicenseReader
    let ledger: LicenseLedger
    let wrapper: KeyWrapper
    let region: String
    var confirmWithin: Duration

    /// A request whose sender is known and whose names are names.
    struct Subject {
        let site: SiteName
        let name: ContentName
        let request: Request
        var preconditions: Preconditions { Preconditions(request.head) }
    }

    func get(_ subject: Subject, on loop: isolated EventLoop) async throws(Problem) -> Response {
        let content = try await existing(subject, on: loop)
        guard !subject.preconditions.isKnown(content) else {
            return Response(status: 304, fields: [.entityTag(content), .noStore])
        }
        return try answer(content, durableIn: nil, status: 200)
    }

    func delete(_ subject: Subject, on loop: isolated EventLoop) async throws(Problem) -> Response {
        let content = try await existing(subject, on: loop)
        try subject.preconditions.requireForChange(content)
        do throws(DatabaseError) {
            _ = try await ledger.delete(content, on: loop)  // Whoever deleted it first, it is deleted now.
        } catch {
            throw Problem(error)
        }
        return Response(status: 204)
    }

    func subject(
        _ request: Request, _ parameters: [String: String], on loop: isolated EventLoop
    ) async throws(Problem) -> Subject {
        let site = try await desk.site(parameters["site"], of: request, on: loop)
        guard let name = parameters["content"].flatMap({ try? ContentName($0) }) else {
            throw Problem(.malformedRequest, "The content's name in the path is not a name.")
        }
        return Subject(site: site, name: name, request: request)
    }

    func find(_ subject: Subject, on loop: isolated EventLoop) async throws(Problem) -> StoredContent? {
        do throws(DatabaseError) {
            return try await reader.content(subject.name, of: subject.site, on: loop)
        } catch {
            throw Problem(error)
        }
    }

    func answer(_ content: StoredContent, durableIn: [String]?, status: Int) throws(Problem) -> Response {
        var keys: [ContentKey] = []
        do throws(KeyWrapFailure) {
            for key in content.keys { keys.append(try wrapper.unwrap(key, site: content.site, content: content.name)) }
        } catch {
            throw Problem(.internal, "The content's keys cannot be opened.", because: "\(error)")
        }
        do throws(CryptographyFailure) {
            return try ContentAnswer(content: content, keys: keys, durableIn: durableIn).response(status: status)
        } catch {
            throw Problem(.internal, "The content's boxes cannot be made.", because: "\(error)")
        }
    }

    private func existing(_ subject: Subject, on loop: isolated EventLoop) async throws(Problem) -> StoredContent {
        guard let content = try await find(subject, on: loop), !content.isDeleted else {
            throw Problem(.notFound, "There is no such content.")
        }
        return content
    }
}
