internal import Bytes
internal import Daemon
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

extension Administration {
    /// A line for each token key of the site, the newest first.
    package func listTokenKeys(site: String) throws -> [String] {
        let site = try Self.name(site, "site", SiteName.init)
        let keys = try visit { ledger, loop throws(DatabaseError) in
            try await ledger.reader.tokenKeys(of: site, on: loop)
        }
        return keys.map { key in
            let end = key.revokedAt.map { "revoked \(Self.text($0))" } ?? "active"
            return "\(key.name)  \(key.algorithm)  created \(Self.text(key.createdAt))  \(end)"
        }
    }

    package func revokeTokenKey(_ id: String) throws {
        let name = try Self.name(id, "id", TokenKeyName.init)
        let wasActive = try visit { ledger, loop throws(DatabaseError) in
            try await ledger.revokeTokenKey(name, on: loop)
        }
        guard wasActive else { throw CommandFailure.refused("there is no such key, or it is revoked already") }
    }

    private static func text(_ moment: Duration) -> String {
        CivilDate(Timestamp(seconds: moment.components.seconds)).text
    }
}
