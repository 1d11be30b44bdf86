internal import Bytes
internal import Daemon
internal import HTTPServer
internal import HTTPWire
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

/// `GET /v1/sites/{site}/contents`: a page with a cursor, or everything as one stream of lines.
struct ContentList {
    static let pageCount = 100
    static let pageCountMax = 1000

    let reader: LicenseReader
    let site: SiteName

    func page(_ request: Request, on loop: isolated EventLoop) async throws(Problem) -> Response {
        let limit = request.query("limit").map { Int($0) ?? 0 } ?? Self.pageCount
        guard 1...Self.pageCountMax ~= limit else {
            throw Problem(.malformedRequest, "limit is a number from 1 to \(Self.pageCountMax).")
        }
        // One more than asked for tells whether there is a next page.
        let rows = try await rows(after: try cursor(request), count: limit + 1, on: loop)
        var json = JSONWriter()
        json.object { json in
            json.member("contents") { $0.array { json in rows.prefix(limit).forEach { $0.write(to: &json) } } }
            if rows.count > limit, let last = rows.prefix(limit).last {
                json.member("nextCursor", Base64.url.encode(Array(last.name.description.utf8)))
            }
        }
        var response = Response(type: "application/json", json.bytes)
        response.head.append(.noStore)
        return response
    }

    func rows(
        after cursor: String, count: Int, on loop: isolated EventLoop
    ) async throws(Problem) -> [ContentSummary] {
        do throws(DatabaseError) {
            return try await reader.contents(of: site, after: cursor, count: count, on: loop)
        } catch {
            throw Problem(error)
        }
    }

    private func cursor(_ request: Request) throws(Problem) -> String {
        guard let text = request.query("cursor") else { return "" }
        guard let bytes = try? Base64.url.decode(text.utf8), let name = String(validating: bytes, as: UTF8.self) else {
            throw Problem(.malformedRequest, "cursor is not one that this service gave out.")
        }
        return name
    }
}

/// Every content of a site, a JSON object a line (`application/x-ndjson`), read page by page as the peer takes it.
final class ContentExport: BodyStream {
    private let list: ContentList
    private var cursor: String? = ""

    init(_ list: ContentList) { self.list = list }

    static func isWanted(by head: RequestHead) -> Bool {
        head.fields.first("accept")?.contains("application/x-ndjson") ?? false
    }

    /// A database that falls silent in between ends the list early; the last line says so, for a status has been sent
    /// already.
    func next(on loop: isolated EventLoop) async -> [UInt8]? {
        guard let after = cursor else { return nil }
        do throws(Problem) {
            let rows = try await list.rows(after: after, count: ContentList.pageCountMax, on: loop)
            cursor = rows.count < ContentList.pageCountMax ? nil : rows.last?.name.description
            return rows.isEmpty ? nil : rows.flatMap(\.line)
        } catch {
            cursor = nil
            return Array("{\"error\":\"/problems/\(error.code.rawValue)\"}\n".utf8)
        }
    }

}

extension ContentSummary {
    fileprivate var line: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes + [UInt8(ascii: "\n")]
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("content", name.description)
            json.member("version", contentVersion(requestDigest))
            json.member("createdAt", InternetTime.format(createdAt))
            json.member("keys", keyCount)
        }
    }
}
