package import Bytes
package import Licensing
package import Postgres
package import Reactor

/// Everything that may be read in either region; a write cannot be asked of it.
package struct LicenseReader {
    let database: Database
    /// The longest a question waits.
    let limit: Duration

    package init(_ database: Database, within limit: Duration) {
        self.database = database
        self.limit = limit
    }

    package func content(
        _ name: ContentName, of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> StoredContent? {
        let rows = try await database.read(
            ContentRow.byName, [.text(site.description), .text(name.description)], within: limit, on: loop)
        return StoredContent(site: site, name: name, rows: rows)
    }

    /// At most `count` contents after the one called `cursor`, by name.
    package func contents(
        of site: SiteName, after cursor: String, count: Int, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [ContentSummary] {
        try await database.read(
            ContentSummary.page, [.text(site.description), .text(cursor), .int32(Int32(clamping: count))],
            within: limit,
            on: loop)
    }

    /// At most as many as one license may hold, of a content that is not deleted.
    package func keyIDs(
        of content: ContentName, of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [KeyID] {
        let countMax = Int32(clamping: LicensingLimits.requestedKeysMax)
        return try await database.read(
            ContentKeyIDs.byContent, [.text(site.description), .text(content.description), .int32(countMax)],
            within: limit, on: loop)
    }

    package func tokenKey(
        _ name: TokenKeyName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> TokenKeyRow? {
        try await database.read(TokenKeyRow.byName, [.text(name.description)], within: limit, on: loop).first
    }

    /// Those that are revoked too; the newest first.
    package func tokenKeys(
        of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [TokenKeySummary] {
        try await database.read(TokenKeySummary.bySite, [.text(site.description)], within: limit, on: loop)
    }

    package func policies(
        of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [PolicyRow] {
        try await database.read(PolicyRow.bySite, [.text(site.description)], within: limit, on: loop)
    }

    package func newestPolicies(
        of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [PolicyVersion] {
        try await database.read(PolicyVersion.newest, [.text(site.description)], within: limit, on: loop)
    }

    package func policy(
        _ name: PolicyName, version: Int, of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> PolicyVersion? {
        let values: [SQLValue] = [
            .text(site.description), .text(name.description), .int32(Int32(clamping: version)),
        ]
        return try await database.read(PolicyVersion.byNumber, values, within: limit, on: loop).first
    }

    package func credential(
        _ id: String, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> PackagerCredential? {
        try await database.read(CredentialRow.byID, [.text(id)], within: limit, on: loop).first
    }

    package func keyEncryptionKeys(
        on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [KeyEncryptionKeyRow] {
        try await database.read(KeyEncryptionKeyRow.all, within: limit, on: loop)
    }

    package func regionState(on loop: isolated EventLoop) async throws(DatabaseError) -> RegionState? {
        try await database.read(RegionState.current, within: limit, on: loop).first
    }
}
