internal import Bytes
internal import Cryptography
internal import Licensing

/// The keys of one license's renewals, from the secret that all regions share and the session's number.
///
/// Nothing is stored: whoever has the secret can make them again. Each purpose has its own label, and each session its
/// own keys, so that a random nonce is never used twice under one.
struct WidevineRenewalKeys {
    private let secret: KeyEncryptionKey
    private let sessionID: [UInt8]

    init(_ secret: KeyEncryptionKey, sessionID: [UInt8]) {
        self.secret = secret
        self.sessionID = sessionID
    }

    /// The 64 bytes of the SIGNING key that the license holds: the server's half, then the client's.
    func signingKey() throws(CryptographyFailure) -> Secret { try derive("wv-renewal") }

    /// Seals `record` for `provider_session_token`: the secret's version, a nonce, the ciphertext and its tag.
    func seal(_ record: WidevineSessionRecord) throws(CryptographyFailure) -> [UInt8] {
        var token: [UInt8] = []
        token.append(bigEndian: secret.version)
        let nonce = try Random.bytes(AES256GCM.nonceByteCount)
        let sealed = try cipher().seal(Secret(copying: record.bytes), nonce: nonce, associatedData: token + sessionID)
        return token + nonce + sealed
    }

    /// The record in `token`, or nil when it is not one that we sealed for this session.
    func open(_ token: [UInt8]) throws(CryptographyFailure) -> WidevineSessionRecord? {
        let headLength = Self.versionByteCount + AES256GCM.nonceByteCount
        guard token.count > headLength else { return nil }
        let version = Array(token[..<Self.versionByteCount])
        let nonce = Array(token[Self.versionByteCount..<headLength])
        let cipher = try cipher()
        do throws(UnsealingFailure) {
            let record = try cipher.open(
                Array(token[headLength...]), nonce: nonce, associatedData: version + sessionID)
            return try? WidevineSessionRecord(parsing: record.withBytes { [UInt8](copying: $0) })
        } catch {
            guard case .impossible(let failure) = error else { return nil }
            throw failure
        }
    }

    static let versionByteCount = 4

    /// Which secret a token was sealed under.
    static func version(in token: [UInt8]) -> UInt32? {
        guard token.count >= versionByteCount else { return nil }
        return token[..<versionByteCount].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func cipher() throws(CryptographyFailure) -> AES256GCM {
        try AES256GCM(key: derive("wv-session").part(0..<AES256GCM.keyByteCount))
    }

    private func derive(_ label: String) throws(CryptographyFailure) -> Secret {
        try HMACSHA512.secret(key: secret.secret, over: [Array(label.utf8), sessionID])
    }
}
