internal import Postgres

/// Sites.
enum SiteRow {
    /// Answers a row when the site is new.
    static let create = WriteQuery<Void>(
        name: "site.create",
        sql: "INSERT INTO site (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1",
        parameters: [.text]
    ) { _ in }
}
