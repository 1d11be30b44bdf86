internal import Bytes
internal import Cryptography
internal import Daemon
internal import LicenseStore
internal import Licensing

/// A new key for tokens: what signs goes to the site, what verifies stays here.
struct TokenKeyPair {
    private enum Key {
        case secret(Secret)
        case pair(SigningKey)
    }

    let algorithm: TokenAlgorithm
    private let key: Key

    init(algorithm name: String) throws {
        guard let algorithm = TokenAlgorithm(rawValue: name) else {
            let known = TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.misconfigured("‘\(name)’ is not one of \(known)")
        }
        self.algorithm = algorithm
        key =
            switch algorithm {
            case .hs256: .secret(try Random.secret(32))
            case .es256: .pair(try SigningKey.generate(.es256))
            case .edDSA: .pair(try SigningKey.generate(.edDSA))
            }
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
}
