internal import Bytes

/// The header of a license token (RFC 7515 §4).
///
/// Members we do not know are ignored, as the RFC wants, so `jwk`, `jku` and `x5u` never bring a key along.
struct TokenHeader: Equatable, Sendable {
    /// What the token says of itself, compared with the key's record and never obeyed; nil when it is none of ours.
    let algorithm: TokenAlgorithm?
    /// Nil in messages of Axinom's shape, which name the key in their payload.
    let keyName: TokenKeyName?

    init(parsing bytes: [UInt8]) throws(TokenRefusal) {
        do throws(JSONError) {
            let header = try JSONMembers(parsing: bytes)
            guard !header.contains("crit") else { throw .unknown(member: "crit") }
            algorithm = TokenAlgorithm(rawValue: try header.requiring("alg", header.string("alg"), "an algorithm"))
            keyName = try header.name("kid", TokenKeyName.init)
            let type = try header.string("typ") ?? "JWT"
            guard type.lowercased() == "jwt" else { throw .unexpected(member: "typ", expected: "JWT") }
        } catch .unknown(member: "crit") {
            throw .criticalExtension
        } catch {
            throw .badHeader(error)
        }
    }

    /// Reads the first part of a token, as it came in.
    init(encoded: Span<UInt8>) throws(TokenRefusal) {
        try self.init(parsing: LicenseToken.decode(encoded, .header))
    }

    /// The header of a token that we sign.
    static func json(_ algorithm: TokenAlgorithm, _ keyName: TokenKeyName) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("alg", algorithm.rawValue)
            json.member("kid", keyName.description)
            json.member("typ", "JWT")
        }
        return json.bytes
    }
}
