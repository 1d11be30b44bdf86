internal import Bytes
internal import Cryptography
internal import Daemon
internal import Glibc
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

/// What an operator does from the command line, each a short visit to the primary.
package struct Administration: Sendable {
    static let patience: Duration = .seconds(5)

    private let configuration: Configuration
    private let environment: [String: String]

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        environment = ThisProcess.environment
    }

    /// Whether the site is new.
    package func createSite(_ name: String) throws -> Bool {
        let site = try Self.name(name, "site", SiteName.init)
        return try visit { ledger, loop throws(DatabaseError) in try await ledger.addSite(site, on: loop) }
    }

    /// The API key, in the only form in which it will ever be seen.
    package func createCredential(site: String, name: String) throws -> String {
        let site = try Self.name(site, "site", SiteName.init)
        let key = try PackagerKey.generate()
        let credential = PackagerCredential(key, site: site)
        try visit { ledger, loop throws(DatabaseError) in try await ledger.add(credential, named: name, on: loop) }
        return key.printed
    }

    /// The id of a credential for whoever shows a certificate of that name.
    package func createCredential(site: String, name: String, certificateName: String) throws -> String {
        let site = try Self.name(site, "site", SiteName.init)
        guard let credential = PackagerCredential(certificateName: certificateName, site: site) else {
            throw CommandFailure.misconfigured("certificate-name: no certificate's name is empty or that long")
        }
        try visit { ledger, loop throws(DatabaseError) in try await ledger.add(credential, named: name, on: loop) }
        return credential.id
    }

    package func revokeCredential(_ id: String) throws {
        let wasThere = try visit { ledger, loop throws(DatabaseError) in try await ledger.revokeCredential(id, on: loop)
        }
        guard wasThere else { throw CommandFailure.refused("there is no such credential, or it is revoked already") }
    }

    /// What signs: a base64url secret for HS256, a PKCS #8 private key in PEM otherwise.
    package func createTokenKey(site: String, id: String, algorithm: String) throws -> String {
        let site = try Self.name(site, "site", SiteName.init)
        let name = try Self.name(id, "id", TokenKeyName.init)
        let made = try TokenKeyPair(algorithm: algorithm)
        let ring = try KeyFile.read(configuration, environment: environment)
        let material = try made.stored(site: site, name: name, by: KeyWrapper(ring))
        let row = TokenKeyRow(name: name, site: site, algorithm: made.algorithm, material: material)
        let current = (version: ring.current.version, checkValue: try ring.current.checkValue())
        // The first command may come before the first server: then this is where the database meets the key.
        let known = try visit { ledger, loop throws(DatabaseError) in
            try await ledger.addKeyEncryptionKey(current.version, checkValue: current.checkValue, on: loop)
            return try await ledger.keyEncryptionKeys(on: loop)
        }
        if let complaint = try KeyAgreement.complaint(ring, known) { throw CommandFailure.misconfigured(complaint) }
        try visit { ledger, loop throws(DatabaseError) in try await ledger.add(row, on: loop) }
        return try made.signingKey()
    }

    /// The version the document got.
    package func setPolicy(site: String, name: String, file: String) throws -> Int {
        let site = try Self.name(site, "site", SiteName.init)
        let policy = try Self.name(name, "name", PolicyName.init)
        let document = try PolicyDocument(file: file).text
        return try visit { ledger, loop throws(DatabaseError) in
            try await ledger.setPolicy(document, named: policy, of: site, on: loop)
        }
    }

    func visit<R: Sendable>(
        _ body: @escaping @Sendable (LicenseLedger, isolated EventLoop) async throws(DatabaseError) -> R
    ) throws -> R {
        let settings = try DatabaseSettings(configuration, environment: environment)
        return try onOwnLoop { loop in
            let database = Database(settings, resolver: NameResolver())
            database.open(on: loop)
            defer { database.close(on: loop) }
            do throws(DatabaseError) {
                return try await body(LicenseLedger(database, within: Self.patience), loop)
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    static func name<Name>(_ text: String, _ what: String, _ make: (String) throws -> Name) throws -> Name {
        do {
            return try make(text)
        } catch {
            throw CommandFailure.misconfigured("\(what): ‘\(text)’ is not a name: \(error)")
        }
    }
}
