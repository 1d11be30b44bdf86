import Postgres
import Reactor
import Testing

@testable import LicenseStore

/// A query of the store with values that fit it, whatever its rows are.
struct StoreQuery: Sendable, CustomTestStringConvertible {
    let statement: Statement
    let values: [SQLValue]
    /// Asks it as the store would.
    let ask: @Sendable (Database, isolated EventLoop) async throws(DatabaseError) -> Void

    var testDescription: String { statement.name }

    init<Row>(_ query: ReadQuery<Row>, _ values: SQLValue...) {
        statement = query.statement
        self.values = values
        ask = { database, loop throws(DatabaseError) in
            _ = try await database.read(query, values, within: Store.limit, on: loop)
        }
    }

    init<Row>(_ query: WriteQuery<Row>, _ values: SQLValue...) {
        statement = query.statement
        self.values = values
        ask = { database, loop throws(DatabaseError) in
            _ = try await database.write(query, values, within: Store.limit, on: loop)
        }
    }

    static let reads = [
        StoreQuery(ContentRow.byName, .text("site"), .text("name")),
        StoreQuery(ContentKeyRow.byKeyIDs, .uuids([1, 2])),
        StoreQuery(ContentSummary.page, .text("site"), .text(""), .int32(10)),
        StoreQuery(CredentialRow.byID, .text("0123456789abcdef")),
        StoreQuery(TokenKeyRow.byName, .text("name")),
        StoreQuery(ContentKeyIDs.byContent, .text("site"), .text("name"), .int32(10)),
        StoreQuery(AdmissionRow.standing, .text("site"), .text("s"), .text("widevine"), .bytes([1]), .text("token")),
        StoreQuery(DeviceRow.bySubject, .text("site"), .text("subject")),
        StoreQuery(PolicyRow.bySite, .text("site")),
        StoreQuery(PolicyVersion.byNumber, .text("site"), .text("name"), .int32(1)),
        StoreQuery(PolicyVersion.newest, .text("site")),
        StoreQuery(TokenKeySummary.bySite, .text("site")),
        StoreQuery(KeyEncryptionKeyRow.all),
        StoreQuery(RegionState.current),
        StoreQuery(HealthRow.look, .uuid(1)),
        StoreQuery(HeldIssuance.between, .uuid(1), .int64(1), .int64(2)),
        StoreQuery(IssuanceRow.page([], isContinued: false), .int32(10)),
    ]

    static let writes = [
        StoreQuery(
            ContentWrites.create, .text("site"), .text("name"), .bytes([]), .uuids([]), .texts([]), .texts([]),
            .texts([]), .int32s([]), .byteStrings([]), .byteStrings([])),
        StoreQuery(ContentWrites.delete, .text("site"), .text("name"), .bytes([])),
        StoreQuery(ContentWrites.revive, .text("site"), .text("name"), .bytes([])),
        StoreQuery(CredentialRow.create, .text("id"), .text("site"), .text("name"), .bytes([])),
        StoreQuery(CredentialRow.revoke, .text("id")),
        StoreQuery(TokenKeyRow.create, .text("name"), .text("site"), .text("ES256"), .bytes([]), .null, .null),
        StoreQuery(TokenKeySummary.revoke, .text("name")),
        StoreQuery(DeviceRow.forget, .text("site"), .text("subject"), .null),
        StoreQuery(
            AdmissionRow.admit, .text("site"), .text("subject"), .text("widevine"), .bytes([1]), .int32(1), .null, .null
        ),
        StoreQuery(PolicyRow.add, .text("site"), .text("name"), .text("{}")),
        StoreQuery(SiteRow.create, .text("site")),
        StoreQuery(KeyEncryptionKeyRow.add, .int32(3), .bytes([])),
        StoreQuery(Heartbeat.beat, .text("region")),
        StoreQuery(
            IssuanceWrites.add, .uuid(1), .int64s([]), .byteStrings([]), .uuids([]), .int64s([]), .texts([]),
            .texts([]), .texts([]), .texts([]), .texts([]), .texts([]), .texts([]), .texts([]), .byteStrings([])),
    ]
}
