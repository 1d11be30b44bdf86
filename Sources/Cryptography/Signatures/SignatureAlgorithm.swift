/// How a token is signed; the raw value is the JOSE `alg` (RFC 7518 §3.1, RFC 8037 §3.1).
package enum SignatureAlgorithm: String, CaseIterable, Sendable {
    /// ECDSA on P-256 with SHA-256; the signature is r ‖ s, 32 bytes each (RFC 7518 §3.4).
    case es256 = "ES256"
    /// Ed25519 (RFC 8032); the only curve of EdDSA that we take.
    case edDSA = "EdDSA"

    /// The same for both.
    package static let signatureByteCount = 64

    /// What OpenSSL digests with before it signs; Ed25519 digests by itself.
    var digestName: String? {
        switch self {
        case .es256: "SHA256"
        case .edDSA: nil
        }
    }

    /// The kind of key it takes, as `KeyObject.kind` spells it.
    var keyKind: String {
        switch self {
        case .es256: "EC prime256v1"
        case .edDSA: "ED25519"
        }
    }
}
