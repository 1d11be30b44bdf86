internal import Bytes
internal import Cryptography
internal import Daemon
internal import Glibc
internal import Licensing

/// What a token should say, as the command line has it.
package struct TokenOrder: Sendable {
    let keyFile: String
    let algorithm: String
    let keyName: String
    let site: String
    let content: String
    let subject: String?
    let lifetime: Duration

    package init(
        keyFile: String, algorithm: String, keyName: String, site: String, content: String, subject: String?,
        lifetime: Duration
    ) {
        self.keyFile = keyFile
        self.algorithm = algorithm
        self.keyName = keyName
        self.site = site
        self.content = content
        self.subject = subject
        self.lifetime = lifetime
    }
}

/// Signs a license token with a key that `token-key create` handed out.
package func mintToken(_ order: TokenOrder) throws -> String {
    let file = try SecretFile.read(order.keyFile, for: "--key-file", environment: [:])
    let now = Timestamp(seconds: Int64(time(nil)))
    do {
        let claims = TokenClaims(
            audience: try SiteName(order.site), subject: order.subject,
            tokenID: Hex.encode(try Random.bytes(16)), issuedAt: now, expiresAt: now + order.lifetime,
            entitlement: Entitlement(content: try ContentName(order.content)))
        return try mint(order, file).token(for: claims)
    } catch let failure as CommandFailure {
        throw failure
    } catch {
        throw CommandFailure.misconfigured("the token cannot be made: \(error)")
    }
}

private func mint(_ order: TokenOrder, _ file: Secret) throws -> TokenMint {
    let name = try TokenKeyName(order.keyName)
    switch TokenAlgorithm(rawValue: order.algorithm) {
    case .hs256:
        let text = file.withBytes { [UInt8](copying: $0).filter { $0 != 0x0A && $0 != 0x0D } }
        return try TokenMint(name: name, secret: Secret(copying: Base64.url.decode(text)))
    case .es256: return TokenMint(name: name, key: try SigningKey(.es256, pem: file))
    case .edDSA: return TokenMint(name: name, key: try SigningKey(.edDSA, pem: file))
    case nil: throw CommandFailure.misconfigured("‘\(order.algorithm)’ is not HS256, ES256 or EdDSA")
    }
}
