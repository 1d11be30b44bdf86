internal import Bytes
package import Licensing

/// A license of the Clear Key system: the keys in clear, as a JSON Web Key Set (W3C EME §9.1.4, RFC 7517 §5).
///
/// The format has no place for an expiry or an output rule, so the approval's end bounds nothing here.
package struct ClearKeyLicense: Sendable {
    package let bytes: [UInt8]

    /// Uses the approval up: nothing is left to answer with a second time.
    package init(_ approval: consuming ApprovedLicense) {
        var json: [UInt8] = []
        json.reserveCapacity(48 + approval.keys.count * Self.keyByteCount)
        json.append(#"{"keys":["#)
        let keys = approval.keys
        let span = keys.span  // Copies no key.
        for index in span.indices {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            Self.append(span[index].key, to: &json)
        }
        json.append(#"],"type":"temporary"}"#)
        bytes = json
    }

    /// What one key takes, with the comma before it.
    private static let keyByteCount = 80

    /// Members in base64url without padding: browsers refuse the whole license for one `=`.
    ///
    /// Written without a `JSONWriter`: nothing here ever needs an escape.
    private static func append(_ key: ContentKey, to json: inout [UInt8]) {
        json.append(#"{"kty":"oct","kid":""#)
        key.keyID.appendBase64URL(to: &json)
        json.append(#"","k":""#)
        key.key.withBytes { Base64.url.append($0, to: &json) }
        json.append(#""}"#)
    }
}
