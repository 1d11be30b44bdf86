internal import FoundationEssentials

/// One numbered step of the schema, as its file has it.
package struct Migration: Equatable, Sendable {
    /// Counted from 1, without gaps.
    package let version: Int
    package let name: String
    let sql: String
}

extension Migration {
    /// Reads `NNNN_name.sql`.
    init(file: String, in directory: String) throws(MigrationFailure) {
        guard let match = file.wholeMatch(of: /([0-9]{4})_([a-z0-9_]{1,80})\.sql/), let version = Int(match.1) else {
            throw .misnamed(file)
        }
        let path = directory + "/" + file
        guard let data = FileManager.default.contents(atPath: path), data.count <= Limits.migrationBytesMax,
            let sql = String(validating: [UInt8](data), as: UTF8.self)
        else { throw .unreadable(path) }
        self.init(version: version, name: String(match.2), sql: sql)
    }
}
