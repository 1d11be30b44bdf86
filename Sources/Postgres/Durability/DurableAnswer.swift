/// A committed write, and where else it is.
package struct DurableAnswer<Row: Sendable>: Sendable {
    package let rows: [Row]
    /// The `application_name` of every standby that has replayed it; empty when none confirmed in time.
    package let standbys: Set<String>

    package init(rows: [Row], standbys: Set<String>) {
        self.rows = rows
        self.standbys = standbys
    }
}
