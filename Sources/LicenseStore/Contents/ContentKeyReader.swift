internal import Licensing
internal import Postgres

/// Reads one row after the other and remembers the names it met: rows of one site, or of one content, share theirs.
struct ContentKeyReader {
    /// Sites remembered; a server has a handful, and whoever has more pays for a string.
    static let sitesMax = 64

    private var sites: [SiteName] = []
    /// The keys of one content are asked for together, and come in one after the other.
    private var lastContent: ContentName?

    init() {}

    mutating func read(_ row: borrowing ResultRow) throws(RowError) -> ContentKeyRow {
        ContentKeyRow(site: try site(row, 7), content: try content(row, 8), key: try StoredContentKey(row))
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
