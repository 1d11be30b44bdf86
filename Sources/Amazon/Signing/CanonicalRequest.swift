internal import Bytes
internal import Cryptography
package import HTTPWire

/// One request in the only spelling that both sides hash (AWS, "Create a signed AWS API request", step 1).
package struct CanonicalRequest: Equatable, Sendable {
    package let text: String
    /// `host;x-amz-date`: the names that are signed, in order.
    package let signedFields: String

    /// - Parameters:
    ///   - path: As it is sent, percent-encoded, without `.` and `..`; it is encoded once more, as every service but S3
    ///     demands.
    ///   - query: Not encoded yet.
    ///   - fields: Everything that is signed, `host` included.
    package init(
        method: RequestMethod, path: String, query: [(String, String)], fields: [Field], body: [UInt8]
    ) {
        let canonicalFields = Self.canonical(fields)
        signedFields = canonicalFields.map(\.name).joined(separator: ";")
        text = [
            method.description,
            path.isEmpty ? "/" : URIEncoding.encode(path, keeping: "/"),
            Self.query(query),
            canonicalFields.map { "\($0.name):\($0.value)\n" }.joined(),
            signedFields,
            Hex.encode(SHA256.digest(body)),
        ].joined(separator: "\n")
    }

    /// Encoded, then sorted by name and then by value, both as they are encoded.
    package static func query(_ pairs: [(String, String)]) -> String {
        pairs.map { (name: URIEncoding.encode($0.0), value: URIEncoding.encode($0.1)) }
            .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }

    /// Lower-case names in order; equal names joined by commas; white space around and within values collapsed.
    private static func canonical(_ fields: [Field]) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for field in fields {
            let words = field.value.split(whereSeparator: { $0 == " " || $0 == "\t" })
            values[field.name, default: []].append(words.joined(separator: " "))
        }
        return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
    }
}
