internal import Bytes
internal import Cryptography

/// A license token as it came in: a JWT (RFC 7519) in the compact form of RFC 7515 §7.1, not yet believed.
///
/// Only the header is read before the signature has been checked, and of it only what finds the key.
package struct LicenseToken: Sendable {
    let header: TokenHeader
    let bytes: [UInt8]
    /// How many bytes are signed: the first two parts and the dot between them (RFC 7515 §5.2, step 8).
    private let signedCount: Int
    let payload: [UInt8]
    let signature: [UInt8]

    /// The `kid`: whoever looks it up in vain answers with `TokenRefusal.unknownKey`.
    package let keyName: TokenKeyName

    package init(parsing bytes: [UInt8]) throws(TokenRefusal) { try self.init(parsing: bytes, knowing: nil) }

    /// - Parameter headers: what was read lately; tokens of one key nearly always begin alike.
    package init(parsing bytes: [UInt8], knowing headers: TokenHeaders?) throws(TokenRefusal) {
        guard bytes.count <= LicensingLimits.tokenLengthMax else {
            throw .tooLong(limit: LicensingLimits.tokenLengthMax)
        }
        let (span, dot) = (bytes.span, UInt8(ascii: "."))
        guard let first = span.firstIndex(of: dot), let second = span.firstIndex(of: dot, from: first + 1),
            span.firstIndex(of: dot, from: second + 1) == nil
        else { throw .notThreeParts }
        let start = span.extracting(..<first)
        header = if let headers { try headers.header(in: start) } else { try TokenHeader(encoded: start) }
        payload = try Self.decode(span.extracting(first + 1..<second), .payload)
        signature = try Self.decode(span.extracting((second + 1)...), .signature)
        keyName = if let name = header.keyName { name } else { try AxinomKeyName.find(in: payload) }
        self.bytes = bytes
        signedCount = second
    }

    /// Lends what the signature is over.
    func withSignedBytes<R>(_ body: (Span<UInt8>) throws(CryptographyFailure) -> R) throws(CryptographyFailure) -> R {
        try body(bytes.span.extracting(first: signedCount))
    }

    static func decode(_ part: Span<UInt8>, _ name: TokenRefusal.Part) throws(TokenRefusal) -> [UInt8] {
        do { return try Base64.url.decode(part) } catch { throw .badEncoding(name, error) }
    }
}
