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
        var json = JSONWriter()
        json.object { json in
            json.member("keys") { json in json.array { json in keys.forEach { json.append($0.key) } } }
            json.member("type", "temporary")
        }
        bytes = json.bytes
    }
}

extension JSONWriter {
    /// base64url without padding: browsers refuse the whole license for one `=`.
    fileprivate mutating func append(_ key: ContentKey) {
        object { json in
            json.member("kty", "oct")
            json.member("kid", Base64.url.encode(key.keyID.bytes))
            json.member("k", key.key.withBytes { Base64.url.encode([UInt8](copying: $0)) })
        }
    }
}
