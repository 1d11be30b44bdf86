import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor

/// One region's license store on one loop, as the server's own role.
struct Store {
    /// Longer than any answer takes, even with a sanitizer on a busy machine.
    static let limit: Duration = .seconds(20)

    let database: Database
    let reader: LicenseReader
    let ledger: LicenseLedger

    static func open(_ cluster: PostgresCluster, connections: Int = 2, on loop: isolated EventLoop) -> Store {
        var settings = DatabaseSettings(target: cluster.target)
        settings.connectionCount = connections
        let database = Database(settings, resolver: NameResolver())
        database.open(on: loop)
        return Store(
            database: database, reader: LicenseReader(database, within: limit),
            ledger: LicenseLedger(database, within: limit))
    }

    func close(on loop: isolated EventLoop) { database.close(on: loop) }

    /// A site that no other test knows.
    func newSite(on loop: isolated EventLoop) async throws -> SiteName {
        let site = try SiteName("site-\(String(UInt64.random(in: .min ... .max), radix: 36))")
        _ = try await ledger.addSite(site, on: loop)
        return site
    }

    /// A content whose digest is all `digest`; nil when the name is taken.
    @discardableResult
    func create(
        _ keys: [StoredContentKey], digest: UInt8 = 1, as name: ContentName, of site: SiteName,
        on loop: isolated EventLoop
    ) async throws -> Set<String>? {
        try await ledger.create(
            keys, digest: Sample.digest(digest), as: name, of: site, confirmingWithin: nil, on: loop)
    }
}

/// The stores of both regions, on one loop.
struct Stores {
    let primary: Store
    let replica: Store
}

/// Runs `body` on a loop of its own, with both regions' stores open for as long as it runs.
func withStores(_ body: @Sendable (Stores, isolated EventLoop) async throws -> Void) async throws {
    let loop = try EventLoop.start(named: "test")
    defer { loop.stop() }
    try await withStores(on: loop, body)
}

private func withStores(
    on loop: isolated EventLoop, _ body: @Sendable (Stores, isolated EventLoop) async throws -> Void
) async throws {
    let pair = try RegionPair.current
    let stores = Stores(primary: .open(pair.primary, on: loop), replica: .open(pair.replica, on: loop))
    defer {
        stores.primary.close(on: loop)
        stores.replica.close(on: loop)
    }
    try await body(stores, loop)
}

extension PostgresCluster {
    /// Another database of the same server, or the server's own.
    nonisolated func target(database: String) -> DatabaseTarget {
        DatabaseTarget(
            host: address.host, port: address.port, database: database, user: address.user,
            password: Secret(copying: Array(address.password.utf8)))
    }

    nonisolated var target: DatabaseTarget { target(database: address.database) }
}
