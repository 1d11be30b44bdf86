internal import Bytes
package import Licensing

/// A license of the Clear Key system: the keys in clear, as a JSON Web Key Set (W3C EME §9.1.4, RFC 7517 §5).
///
/// The format has no place for an expiry or an output rule, so the approval's end bounds nothing here.
package struct ClearKeyLicense: Sendable {
    package let bytes: [UInt8]

    /// Uses the approval up: nothing is left to answer with a second time.
    package init(_ approval: consuming ApprovedLicense) {
        let keys = approval.keys
        var json: [UInt8] = []
        json.append(addingCapacity: Self.frameByteCount + keys.count * Self.keyByteCount) { output in
            output.append(literal: #"{"keys":["#)
            let span = keys.span  // Copies no key.
            for index in span.indices {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.append(span[index].key, to: &output)
            }
            output.append(literal: #"],"type":"temporary"}"#)
        }
        bytes = json
    }

    /// What stands around the keys.
    private static let frameByteCount = 48
    /// What one key takes, with the comma before it.
    private static let keyByteCount = 80

    /// Members in base64url without padding: browsers refuse the whole license for one `=`.
    ///
    /// Written without a `JSONWriter`: nothing here ever needs an escape.
    private static func append(_ key: ContentKey, to json: inout OutputSpan<UInt8>) {
        json.append(literal: #"{"kty":"oct","kid":""#)
        key.keyID.appendBase64URL(to: &json)
        json.append(literal: #"","k":""#)
        key.key.appendBase64URL(to: &json)
        json.append(literal: #""}"#)
    }
}
