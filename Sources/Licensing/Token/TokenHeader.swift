internal import Bytes

/// The header of a license token (RFC 7515 §4).
///
/// Members we do not know are ignored, as the RFC wants, so `jwk`, `jku` and `x5u` never bring a key along.
struct TokenHeader: Equatable, Sendable {
    /// What the token says of itself; compared with the key's record and never obeyed.
    let algorithm: String
    let keyName: TokenKeyName

    init(parsing bytes: [UInt8]) throws(TokenRefusal) {
        do throws(JSONError) {
            let header = try JSONObject(parsing: bytes)
            guard !header.contains("crit") else { throw .unknown(member: "crit") }
            algorithm = try header.requiring("alg", header.string("alg"), "an algorithm")
            keyName = try header.requiring("kid", header.name("kid", TokenKeyName.init), "the name of a key")
            let type = try header.string("typ") ?? "JWT"
            guard type.lowercased() == "jwt" else { throw .unexpected(member: "typ", expected: "JWT") }
        } catch .unknown(member: "crit") {
            throw .criticalExtension
        } catch {
            throw .badHeader(error)
        }
    }

    init(algorithm: TokenAlgorithm, keyName: TokenKeyName) {
        self.algorithm = algorithm.rawValue
        self.keyName = keyName
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("alg", algorithm)
            json.member("kid", keyName.description)
            json.member("typ", "JWT")
        }
        return json.bytes
    }
}
