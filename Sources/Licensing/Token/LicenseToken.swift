internal import Bytes

/// A license token as it came in: a JWT (RFC 7519) in the compact form of RFC 7515 §7.1, not yet believed.
///
/// Only the header is read before the signature has been checked, and of it only what finds the key.
package struct LicenseToken: Sendable {
    let header: TokenHeader
    /// The first two parts and the dot between them (RFC 7515 §5.2, step 8).
    let signedBytes: [UInt8]
    let payload: [UInt8]
    let signature: [UInt8]

    /// The `kid`: whoever looks it up in vain answers with `TokenRefusal.unknownKey`.
    package var keyName: TokenKeyName { header.keyName }

    package init(parsing bytes: [UInt8]) throws(TokenRefusal) {
        guard bytes.count <= LicensingLimits.tokenLengthMax else {
            throw .tooLong(limit: LicensingLimits.tokenLengthMax)
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notThreeParts }
        header = try TokenHeader(parsing: Self.decode(parts[0], .header))
        payload = try Self.decode(parts[1], .payload)
        signature = try Self.decode(parts[2], .signature)
        signedBytes = Array(bytes[..<parts[1].endIndex])
    }

    private static func decode(_ part: ArraySlice<UInt8>, _ name: TokenRefusal.Part) throws(TokenRefusal) -> [UInt8] {
        do { return try Base64.url.decode(part) } catch { throw .badEncoding(name, error) }
    }
}
