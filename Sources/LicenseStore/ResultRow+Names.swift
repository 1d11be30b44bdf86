internal import Licensing
internal import Postgres

/// Text columns that hold values of the domain: what the rules do not allow is an error of the row, never a trap.
extension ResultRow {
    func siteName(_ column: Int) throws(RowError) -> SiteName {
        do { return try SiteName(try row(column)) } catch { throw RowError(column: column, .invalidText) }
    }

    func contentName(_ column: Int) throws(RowError) -> ContentName {
        do { return try ContentName(try row(column)) } catch { throw RowError(column: column, .invalidText) }
    }

    /// A column that holds one of a few words.
    func choice<Value>(_ column: Int, _ parse: (String) -> Value?) throws(RowError) -> Value {
        guard let value = parse(try text(column)) else { throw RowError(column: column, .unknownValue) }
        return value
    }

    private func row(_ column: Int) throws(RowError) -> String { try text(column) }
}
