/// The schema this program is written for.
enum Schema {
    /// The newest file in `Migrations/`; a test says so.
    static let version = 4
}
