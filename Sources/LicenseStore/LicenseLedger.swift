package import Licensing
package import Postgres
package import Reactor

/// Everything that changes the primary; a region that only reads has no use for one.
package struct LicenseLedger {
    let database: Database
    let limit: Duration

    package init(_ database: Database, within limit: Duration) {
        self.database = database
        self.limit = limit
    }

    /// The same database, for what is only looked at.
    package var reader: LicenseReader { LicenseReader(database, within: limit) }

    /// Creates a content with its keys, unless the name is taken.
    ///
    /// - Parameter bound: How long the other regions get to confirm; nil when nobody waits for them.
    /// - Returns: Which regions besides this one have it; nil when the name is taken and nothing was changed.
    package func create(
        _ keys: [StoredContentKey], digest: [UInt8], as name: ContentName, of site: SiteName,
        confirmingWithin bound: Duration?,
        on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Set<String>? {
        let values = ContentWrites.createValues(site: site, name: name, digest: digest, keys: keys)
        guard let bound else {
            let made = try await database.write(ContentWrites.create, values, within: limit, on: loop)
            return made.first == 1 ? [] : nil
        }
        let answer = try await database.write(
            ContentWrites.create, values, within: limit, confirmingWithin: bound, on: loop)
        return answer.rows.first == 1 ? answer.standbys : nil
    }

    /// The regions, besides this one, that hold everything written here so far.
    package func standbys(on loop: isolated EventLoop) async throws(DatabaseError) -> Set<String> {
        try await database.standbysHoldingEverything(within: limit, on: loop)
    }

    /// Brings a deleted content back; false when it was not deleted.
    package func revive(_ content: StoredContent, on loop: isolated EventLoop) async throws(DatabaseError) -> Bool {
        try await change(ContentWrites.revive, content, on: loop)
    }

    /// Softly deletes a content; false when somebody else did so first.
    package func delete(_ content: StoredContent, on loop: isolated EventLoop) async throws(DatabaseError) -> Bool {
        try await change(ContentWrites.delete, content, on: loop)
    }

    private func change(
        _ query: WriteQuery<Void>, _ content: StoredContent, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Bool {
        let values: [SQLValue] = [
            .text(content.site.description), .text(content.name.description), .bytes(content.requestDigest),
        ]
        return try await !database.write(query, values, within: limit, on: loop).isEmpty
    }
}

// Administration.
extension LicenseLedger {
    /// Whether the site is new.
    package func addSite(_ name: SiteName, on loop: isolated EventLoop) async throws(DatabaseError) -> Bool {
        try await !database.write(SiteRow.create, [.text(name.description)], within: limit, on: loop).isEmpty
    }

    package func add(
        _ credential: PackagerCredential, named name: String, on loop: isolated EventLoop
    ) async throws(DatabaseError) {
        let values: [SQLValue] = [
            .text(credential.id), .text(credential.site.description), .text(name), .bytes(credential.secretDigest),
        ]
        _ = try await database.write(CredentialRow.create, values, within: limit, on: loop)
    }

    /// Whether there was such a credential to revoke.
    package func revokeCredential(_ id: String, on loop: isolated EventLoop) async throws(DatabaseError) -> Bool {
        try await !database.write(CredentialRow.revoke, [.text(id)], within: limit, on: loop).isEmpty
    }

    package func add(_ tokenKey: TokenKeyRow, on loop: isolated EventLoop) async throws(DatabaseError) {
        _ = try await database.write(TokenKeyRow.create, tokenKey.createValues, within: limit, on: loop)
    }

    /// Whether there was such a key to revoke.
    package func revokeTokenKey(
        _ name: TokenKeyName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Bool {
        try await !database.write(TokenKeySummary.revoke, [.text(name.description)], within: limit, on: loop).isEmpty
    }

    /// The version the document got.
    package func setPolicy(
        _ document: String, named name: PolicyName, of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Int {
        let values: [SQLValue] = [.text(site.description), .text(name.description), .text(document)]
        return try await database.write(PolicyRow.add, values, within: limit, on: loop).first ?? 0
    }

    package func addKeyEncryptionKey(
        _ version: UInt32, checkValue: [UInt8], on loop: isolated EventLoop
    ) async throws(DatabaseError) {
        let values: [SQLValue] = [.int32(Int32(bitPattern: version)), .bytes(checkValue)]
        _ = try await database.write(KeyEncryptionKeyRow.add, values, within: limit, on: loop)
    }

    /// The key-encryption keys the database has met.
    package func keyEncryptionKeys(
        on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [KeyEncryptionKeyRow] {
        try await LicenseReader(database, within: limit).keyEncryptionKeys(on: loop)
    }

    package func beat(of region: String, on loop: isolated EventLoop) async throws(DatabaseError) {
        _ = try await database.write(Heartbeat.beat, [.text(region)], within: limit, on: loop)
    }
}
