package import Bytes
package import Cryptography

/// What a packager presents: `egk_<id>_<secret>`, the secret being 256 random bits in base64url.
///
/// The prefix lets scanners find a leaked one, and the id says which to revoke.
package struct PackagerKey: Sendable {
    package static let prefix = "egk_"
    /// Random bytes in an id and in a secret.
    package static let idLength = 8
    package static let secretLength = 32

    /// Sixteen lower-case hex digits.
    package let id: String
    package let secret: Secret

    package static func generate() throws(CryptographyFailure) -> PackagerKey {
        PackagerKey(id: Hex.encode(try Random.bytes(idLength)), secret: try Random.secret(secretLength))
    }

    private init(id: String, secret: Secret) {
        self.id = id
        self.secret = secret
    }

    /// Shown once, when the key is made; only its hash is kept.
    package var printed: String {
        Self.prefix + id + "_" + secret.withBytes { Base64.url.encode([UInt8](copying: $0)) }
    }

    package init(_ text: some StringProtocol) throws(PackagerKeyError) {
        guard text.utf8.starts(with: Self.prefix.utf8) else { throw .malformed }
        let rest = text.dropFirst(Self.prefix.count)
        // The id has no underscore, the secret may have some.
        guard let end = rest.firstIndex(of: "_") else { throw .malformed }
        try self.init(id: rest[..<end], secret: rest[rest.index(after: end)...])
    }

    init(id: some StringProtocol, secret: some StringProtocol) throws(PackagerKeyError) {
        guard let idBytes = try? Hex.decode(id.utf8), idBytes.count == Self.idLength,
            secret.utf8.count <= LicensingLimits.authorizationLengthMax,
            let bytes = try? Base64.url.decode(secret.utf8), bytes.count == Self.secretLength
        else { throw .malformed }
        self.init(id: Hex.encode(idBytes), secret: Secret(copying: bytes))
    }
}

/// Why a packager's credentials are no credentials; deliberately without detail.
package enum PackagerKeyError: Error, Equatable, Sendable {
    /// Neither `Bearer` nor `Basic`.
    case unsupportedScheme
    case malformed
}
