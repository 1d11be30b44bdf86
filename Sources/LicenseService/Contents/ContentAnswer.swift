internal import Bytes
internal import DRMSystems
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

    func response(status: Int) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("site", content.site.description)
            json.member("content", content.name.description)
            json.member("version", content.version)
            json.member("createdAt", InternetTime.format(content.createdAt))
            json.member("tracks") { $0.array { json in keys.forEach { write($0, to: &json) } } }
            if let durableIn { json.member("durableIn") { $0.array { json in durableIn.forEach { json.string($0) } } } }
        }
        var response = Response(status: status, type: "application/json", json.bytes)
        response.head.append(.noStore)
        response.head.append(.entityTag(content))
        return response
    }

    private func write(_ key: ContentKey, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", key.track.rawValue)
            json.member("scheme", key.scheme.rawValue)
            if let period = key.period { json.member("cryptoPeriod", period.index) }
            json.member("keyId", key.keyID.description)
            json.member("key", key.key.withBytes { Base64.standard.encode([UInt8](copying: $0)) })
            json.member("pssh") {
                $0.array { json in
                    write(PSSHBox(commonWith: [key.keyID]), of: "common", to: &json)
                    let data = WidevinePSSHData(
                        keyIDs: [key.keyID], contentID: Array(content.name.description.utf8), scheme: key.scheme,
                        period: key.period)
                    write(PSSHBox(data), of: "widevine", to: &json)
                }
            }
        }
    }

    private func write(_ box: PSSHBox, of system: String, to json: inout JSONWriter) {
        json.object { json in
            json.member("system", system)
            json.member("box", Base64.standard.encode(box.bytes))
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
