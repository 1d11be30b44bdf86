package import Bytes
package import Licensing
internal import Postgres

/// Which records are asked for; what is nil does not matter.
package struct IssuanceFilter: Equatable, Sendable {
    package var site: SiteName?
    package var content: ContentName?
    package var keyID: KeyID?
    package var subject: String?
    package var region: String?
    /// Issued at this moment or later, since 1970.
    package var from: Duration?
    /// Issued before this moment, since 1970.
    package var until: Duration?

    package init() {}
}

/// A place in the list of records, newest first.
package struct IssuancePlace: Equatable, Sendable {
    package let issuedAt: Duration
    package let id: UInt128

    package init(issuedAt: Duration, id: UInt128) {
        self.issuedAt = issuedAt
        self.id = id
    }
}

extension IssuanceFilter {
    /// One condition of a query: a word for its name, the SQL before its parameter and after it, and the parameter.
    struct Condition {
        let word: String
        let sql: (String) -> String
        let type: SQLType
        let value: SQLValue
    }

    var conditions: [Condition] {
        var all: [Condition] = []
        if let site { all.append(.init("site", .text, .text(site.description)) { "site = \($0)" }) }
        if let content {
            all.append(.init("content", .text, .text(content.description)) { "contents @> ARRAY[\($0)]" })
        }
        if let keyID { all.append(.init("key", .uuid, .uuid(keyID.value)) { "key_ids @> ARRAY[\($0)]" }) }
        if let subject { all.append(.init("subject", .text, .text(subject)) { "subject = \($0)" }) }
        if let region { all.append(.init("region", .text, .text(region)) { "region = \($0)" }) }
        if let from { all.append(.init("from", .timestamp, .timestamp(from)) { "issued_at >= \($0)" }) }
        if let until { all.append(.init("until", .timestamp, .timestamp(until)) { "issued_at < \($0)" }) }
        return all
    }
}

extension IssuanceFilter.Condition {
    init(_ word: String, _ type: SQLType, _ value: SQLValue, _ sql: @escaping (String) -> String) {
        self.init(word: word, sql: sql, type: type, value: value)
    }
}
