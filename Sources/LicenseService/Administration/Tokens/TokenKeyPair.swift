internal import Bytes
internal import Cryptography
internal import Daemon
internal import LicenseStore
internal import Licensing

/// A key for tokens: what signs is the site's, what verifies stays here.
struct TokenKeyPair {
    private enum Key {
        case secret(Secret)
        case pair(SigningKey)
    }

    let algorithm: TokenAlgorithm
    private let key: Key

    /// Makes a new one.
    init(algorithm name: String) throws {
        algorithm = try Self.algorithm(named: name)
        key =
            switch algorithm {
            case .hs256: .secret(try Random.secret(32))
            case .es256: .pair(try SigningKey.generate(.es256))
            case .edDSA: .pair(try SigningKey.generate(.edDSA))
            }
    }

    /// Reads one that was handed out.
    init(_ signing: TokenSigning) throws {
        algorithm = try Self.algorithm(named: signing.algorithm)
        let file = try SecretFile.read(signing.keyFile, for: "--key-file", environment: [:])
        key =
            switch algorithm {
            case .hs256: .secret(try Self.secret(in: file))
            case .es256: .pair(try SigningKey(.es256, pem: file))
            case .edDSA: .pair(try SigningKey(.edDSA, pem: file))
            }
    }

    private static func algorithm(named name: String) throws -> TokenAlgorithm {
        guard let algorithm = TokenAlgorithm(rawValue: name) else {
            let known = TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.misconfigured("‘\(name)’ is not one of \(known)")
        }
        return algorithm
    }

    private static func secret(in file: Secret) throws -> Secret {
        let text = file.withBytes { [UInt8](copying: $0).filter { $0 != 0x0A && $0 != 0x0D } }
        let secret = Secret(copying: try Base64.url.decode(text))
        guard secret.count >= HMACSHA256.byteCount else { throw TokenKeyError.secretTooShort(secret.count) }
        return secret
    }

    /// What the database keeps: a public key, or the secret sealed.
    func stored(site: SiteName, name: TokenKeyName, by wrapper: KeyWrapper) throws -> TokenKeyRow.Material {
        switch key {
        case .secret(let secret): .sealedSecret(try wrapper.wrap(secret, as: .tokenSecret(site: site, name: name)))
        case .pair(let pair): .publicKey(try pair.verificationKey.encoded)
        }
    }

    /// What the site gets: base64url of the secret, or PKCS #8 in PEM.
    func signingKey() throws -> String {
        switch key {
        case .secret(let secret): secret.withBytes { Base64.url.encode([UInt8](copying: $0)) }
        case .pair(let pair): try pair.pem.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
        }
    }

    /// What signs its tokens.
    func mint(called name: TokenKeyName) throws -> TokenMint {
        switch key {
        case .secret(let secret): try TokenMint(name: name, secret: secret)
        case .pair(let pair): TokenMint(name: name, key: pair)
        }
    }

    /// What verifies its tokens, for a site.
    func verifier(for site: SiteName, called name: TokenKeyName) throws -> TokenVerifier {
        let record =
            switch key {
            case .secret(let secret): try TokenKey(site: site, name: name, secret: secret)
            case .pair(let pair): TokenKey(site: site, name: name, verificationKey: pair.verificationKey)
            }
        return try TokenVerifier(key: record)
    }
}
