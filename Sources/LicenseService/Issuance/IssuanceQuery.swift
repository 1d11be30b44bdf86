internal import Bytes
internal import Daemon
internal import HTTPServer
internal import LicenseStore
internal import Licensing

/// What `GET /v1/licenses` was asked: filters, a place to go on from, and how much.
struct IssuanceQuery {
    static let pageCount = 100
    static let pageCountMax = 1000

    let filter: IssuanceFilter
    let place: IssuancePlace?
    let limit: Int

    init(_ request: Request) throws(Problem) {
        var filter = IssuanceFilter()
        filter.site = try Self.read("site", of: request, "a site's name") { try? SiteName($0) }
        filter.content = try Self.read("content", of: request, "a content's name") { try? ContentName($0) }
        filter.keyID = try Self.read("keyId", of: request, "a key ID") { try? KeyID($0) }
        filter.subject = try Self.read("subject", of: request, "at most 255 bytes", Self.text(upTo: 255))
        filter.region = try Self.read("region", of: request, "at most 32 bytes", Self.text(upTo: 32))
        filter.from = try Self.read("from", of: request, "a moment of RFC 3339", InternetTime.parse)
        filter.until = try Self.read("until", of: request, "a moment of RFC 3339", InternetTime.parse)
        self.filter = filter
        place = try Self.read("cursor", of: request, "one that this service gave out", IssuancePlace.init(cursor:))
        let range = 1...Self.pageCountMax
        limit =
            try Self.read("limit", of: request, "a number from 1 to \(Self.pageCountMax)") { text in
                Int(text).flatMap { range.contains($0) ? $0 : nil }
            } ?? Self.pageCount
    }

    private static func read<Value>(
        _ name: String, of request: Request, _ wanted: String, _ parse: (String) -> Value?
    ) throws(Problem) -> Value? {
        guard let text = request.query(name) else { return nil }
        guard let value = parse(text) else { throw Problem(.malformedRequest, "\(name) is \(wanted).") }
        return value
    }

    /// Text that PostgreSQL can compare with: it knows no U+0000.
    private static func text(upTo limit: Int) -> (String) -> String? {
        { $0.utf8.count <= limit && !$0.utf8.contains(0) ? $0 : nil }
    }
}

extension IssuancePlace {
    /// Opaque to clients: microseconds since 1970 and the record's number.
    var cursor: String {
        var bytes: [UInt8] = []
        let (seconds, attoseconds) = issuedAt.components
        bytes.append(bigEndian: seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000)
        bytes.append(bigEndian: id)
        return Base64.url.encode(bytes)
    }

    init?(cursor: String) {
        guard let bytes = try? Base64.url.decode(cursor.utf8), bytes.count == 24 else { return nil }
        var reader = ByteCursor()
        guard let microseconds = try? reader.next(Int64.self, in: bytes),
            let id = try? reader.next(UInt128.self, in: bytes)
        else { return nil }
        self.init(issuedAt: .microseconds(microseconds), id: id)
    }
}
