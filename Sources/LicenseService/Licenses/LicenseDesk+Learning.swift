internal import Bytes
internal import Cryptography
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

extension LicenseDesk {
    /// Reads what is missing, for `read` and for the caches.
    func learn(_ missing: Missing, into read: inout JustRead, on loop: isolated EventLoop) async throws(DatabaseError) {
        switch missing {
        case .verifier(let name):
            let row = try await reader.tokenKey(name, on: loop)
            let verifier = row.flatMap { learned($0, before: verifiers.last(name)) }
            verifiers.store(verifier, for: name, at: loop.now)
            read.verifier = .known(verifier)
        case .policies(let site):
            let rows = try await reader.policies(of: site, on: loop)
            // A document that cannot be read limits everything: better no license than one nobody allowed.
            let sitePolicies = (try? SitePolicies(rows)) ?? .closed
            policies.store(sitePolicies, for: site, at: loop.now)
            read.policies = .known(sitePolicies)
        case .content(let content):
            let keyIDs = try await reader.keyIDs(of: content.name, of: content.site, on: loop)
            let known = keyIDs.isEmpty ? nil : keyIDs
            contents.store(known, for: content, at: loop.now)
            read.keyIDs = (content, known)
        case .keys(let keyIDs):
            let rows = try await lookup.rows(of: keyIDs, on: loop)
            remember(rows, of: keyIDs, at: loop.now)
            read.add(rows, of: keyIDs)
        case .admittance(let ask): read.admittance = try await admissions.admit(ask, on: loop)
        }
    }

    /// Reads keys without a task; `then` is called once, on the loop, and never before this returns.
    func learn(
        _ keyIDs: [KeyID], on loop: isolated EventLoop, then: @escaping (Result<JustRead, DatabaseError>) -> Void
    ) {
        lookup.rows(of: keyIDs, on: loop) { [self] answer in
            then(
                answer.map { rows in
                    remember(rows, of: keyIDs, at: loop.now)
                    return JustRead(rows, of: keyIDs)
                })
        }
    }

    /// That of a key no row came is worth remembering too.
    func remember(_ rows: [ContentKeyRow], of keyIDs: [KeyID], at now: Duration) {
        // Nearly always one: then all the rows are its own.
        if keyIDs.count == 1, !rows.isEmpty { return keys.store(rows, for: keyIDs[0], at: now) }
        let byKeyID = Dictionary(grouping: rows, by: \.key.keyID)
        for keyID in keyIDs { keys.store(byKeyID[keyID], for: keyID, at: now) }
    }

    /// A key that has not changed keeps its verifier: making one reads the key anew, and forgets what it has verified.
    private func learned(_ row: TokenKeyRow, before: LearnedVerifier?) -> LearnedVerifier? {
        if let before, before.row == row { return before }
        return verifier(row).map { LearnedVerifier(verifier: $0, row: row) }
    }

    /// Nil when the row cannot verify anything: then its tokens are refused like those of an unknown key.
    private func verifier(_ row: TokenKeyRow) -> TokenVerifier? {
        guard let key = try? tokenKey(row), key.algorithm == row.algorithm else { return nil }
        return try? TokenVerifier(key: key)
    }

    private func tokenKey(_ row: TokenKeyRow) throws -> TokenKey {
        switch row.material {
        case .sealedSecret(let wrapped):
            let secret = try wrapper.unwrap(wrapped, as: .tokenSecret(site: row.site, name: row.name))
            return try TokenKey(site: row.site, name: row.name, secret: secret)
        case .publicKey(let bytes):
            let algorithm: SignatureAlgorithm = row.algorithm == .edDSA ? .edDSA : .es256
            let key = try VerificationKey(algorithm, subjectPublicKeyInfo: bytes)
            return TokenKey(site: row.site, name: row.name, verificationKey: key)
        }
    }
}

/// What checks a key's tokens, and the row it was made of; a class, because every license passes it on.
final class LearnedVerifier {
    let verifier: TokenVerifier
    let row: TokenKeyRow?

    init(verifier: TokenVerifier, row: TokenKeyRow? = nil) { (self.verifier, self.row) = (verifier, row) }
}

extension SitePolicies {
    /// Licenses nothing.
    static let closed = SitePolicies(bounding: LicensePolicy(allowedTracks: []), named: [:])
}
