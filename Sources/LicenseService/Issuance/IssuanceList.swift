internal import Bytes
internal import Daemon
internal import HTTPServer
internal import HTTPWire
internal import LicenseStore
internal import Postgres
internal import Reactor

/// `GET /v1/licenses`: issuance records, newest first, a page with a cursor or everything as one stream of lines.
struct IssuanceList {
    let reader: LicenseReader

    func answer(_ request: Request, on loop: isolated EventLoop) async throws(Problem) -> Response {
        let query = try IssuanceQuery(request)
        guard !ContentExport.isWanted(by: request.head) else {
            return Response(
                status: 200, fields: [Field("content-type", "application/x-ndjson"), .noStore],
                body: .stream(IssuanceExport(self, query)))
        }
        // One more than asked for tells whether there is a next page.
        let rows = try await rows(query.filter, after: query.place, count: query.limit + 1, on: loop)
        var json = JSONWriter()
        json.object { json in
            json.member("licenses") { $0.array { json in rows.prefix(query.limit).forEach { $0.write(to: &json) } } }
            if rows.count > query.limit, let last = rows.prefix(query.limit).last {
                json.member("nextCursor", last.place.cursor)
            }
        }
        var response = Response(type: "application/json", json.bytes)
        response.head.append(.noStore)
        return response
    }

    func rows(
        _ filter: IssuanceFilter, after place: IssuancePlace?, count: Int, on loop: isolated EventLoop
    ) async throws(Problem) -> [IssuanceRow] {
        do throws(DatabaseError) {
            return try await reader.issuances(filter, after: place, count: count, on: loop)
        } catch {
            throw Problem(error)
        }
    }
}

/// Every record that a filter lets through, a JSON object a line, read page by page as the peer takes it.
final class IssuanceExport: BodyStream {
    private let list: IssuanceList
    private let filter: IssuanceFilter
    private var place: IssuancePlace?
    private var isAtEnd = false

    init(_ list: IssuanceList, _ query: IssuanceQuery) {
        self.list = list
        filter = query.filter
        place = query.place
    }

    /// A database that falls silent in between ends the list early; the last line says so, for a status has been sent
    /// already.
    func next(on loop: isolated EventLoop) async -> [UInt8]? {
        guard !isAtEnd else { return nil }
        do throws(Problem) {
            let rows = try await list.rows(filter, after: place, count: IssuanceQuery.pageCountMax, on: loop)
            isAtEnd = rows.count < IssuanceQuery.pageCountMax
            place = rows.last?.place
            return rows.isEmpty ? nil : rows.flatMap(\.line)
        } catch {
            isAtEnd = true
            return Array("{\"error\":\"/problems/\(error.code.rawValue)\"}\n".utf8)
        }
    }
}

extension IssuanceRow {
    fileprivate var line: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes + [UInt8(ascii: "\n")]
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", UUIDText.format(id))
            json.member("issuedAt", InternetTime.format(issuedAt))
            json.member("region", region)
            json.member("site", site)
            json.member("contents") { $0.array { json in contents.forEach { json.string($0) } } }
            json.member("keyIds") { $0.array { json in keyIDs.forEach { json.string($0.description) } } }
            json.member("system", system)
            json.member("outcome", outcome)
            if let subject { json.member("subject", subject) }
            if let tokenID { json.member("tokenId", tokenID) }
            json.member("policyDigest", Hex.encode(policyDigest))
            json.member("receivedAt", InternetTime.format(receivedAt))
            json.member("journal", UUIDText.format(instance))
            json.member("sequence", sequence)
        }
    }
}
