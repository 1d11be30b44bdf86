internal import Bytes
internal import Cryptography
internal import Daemon
internal import HTTPServer
internal import HTTPWire
internal import LicenseStore
internal import Licensing

/// A content as a packager reads it: its keys in clear, and what goes into the files.
struct ContentAnswer {
    let content: StoredContent
    let keys: [ContentKey]
    /// The regions that are known to hold it; nil where nobody asked them.
    let durableIn: [String]?

    func response(status: Int) throws(CryptographyFailure) -> Response {
        var tracks: [(key: ContentKey, boxes: [PackagerBox])] = []
        for key in keys { tracks.append((key, try PackagerBox.boxes(of: key, in: content.name))) }
        var json = JSONWriter()
        json.object { json in
            json.member("site", content.site.description)
            json.member("content", content.name.description)
            json.member("version", content.version)
            json.member("createdAt", InternetTime.format(content.createdAt))
            json.member("tracks") { $0.array { json in tracks.forEach { write($0.key, $0.boxes, to: &json) } } }
            if let durableIn { json.member("durableIn") { $0.array { json in durableIn.forEach { json.string($0) } } } }
        }
        var response = Response(status: status, type: "application/json", json.bytes)
        response.head.append(.noStore)
        response.head.append(.entityTag(content))
        return response
    }

    private func write(_ key: ContentKey, _ boxes: [PackagerBox], to json: inout JSONWriter) {
        json.object { json in
            json.member("type", key.track.rawValue)
            json.member("scheme", key.scheme.rawValue)
            if let period = key.period { json.member("cryptoPeriod", period.index) }
            json.member("keyId", key.keyID.description)
            json.member("key", key.key.withBytes { Base64.standard.encode([UInt8](copying: $0)) })
            json.member("pssh") { $0.array { json in boxes.forEach { $0.write(to: &json) } } }
        }
    }
}

/// A content never changes, so what was asked for is its version.
func contentVersion(_ requestDigest: [UInt8]) -> String { Hex.encode(requestDigest.prefix(16)) }

extension StoredContent {
    var version: String { contentVersion(requestDigest) }
}

extension Field {
    /// A strong validator (RFC 9110 §8.8.3).
    static func entityTag(_ content: StoredContent) -> Field { Field("etag", "\"\(content.version)\"") }
}
