internal import Licensing
internal import Postgres

/// Reads one row after the other and remembers the names it met: rows of one site, or of one content, share theirs.
struct ContentKeyReader {
    /// Sites remembered; a server has a handful, and whoever has more pays for a string.
    static let sitesMax = 64

    private var sites: [SiteName] = []
    /// The keys of one content are asked for together, and come in one after the other.
    private var lastContent: ContentName?
    private let tracks = TrackType.allCases.map { (word: ResultRow.packed($0.rawValue), value: $0) }
    private let schemes = EncryptionScheme.allCases.map { (word: ResultRow.packed($0.rawValue), value: $0) }

    mutating func read(_ row: borrowing ResultRow) throws(RowError) -> ContentKeyRow {
        ContentKeyRow(site: try site(row, 7), content: try content(row, 8), key: try key(row))
    }

    private func key(_ row: borrowing ResultRow) throws(RowError) -> StoredContentKey {
        try StoredContentKey(row, track: value(row, 1, tracks), scheme: value(row, 2, schemes))
    }

    private func value<Value>(
        _ row: borrowing ResultRow, _ column: Int, _ words: [(word: UInt64, value: Value)]
    ) throws(RowError) -> Value {
        if let packed = try row.packedText(column) {
            for word in words where word.word == packed { return word.value }
        }
        throw RowError(column: column, .unknownValue)
    }

    private mutating func site(_ row: borrowing ResultRow, _ column: Int) throws(RowError) -> SiteName {
        for site in sites where try row.text(column, is: site.description) { return site }
        let name = try row.siteName(column)
        if sites.count < Self.sitesMax { sites.append(name) }
        return name
    }

    private mutating func content(_ row: borrowing ResultRow, _ column: Int) throws(RowError) -> ContentName {
        if let lastContent, try row.text(column, is: lastContent.description) { return lastContent }
        let name = try row.contentName(column)
        lastContent = name
        return name
    }
}
