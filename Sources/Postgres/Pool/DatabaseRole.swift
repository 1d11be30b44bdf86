/// What a database lets us do, as it says itself.
package enum DatabaseRole: String, Equatable, Sendable, CaseIterable {
    case primary
    case replica

    /// From what the server reports with its answers (`GUC_REPORT`, PostgreSQL 14 and later).
    ///
    /// A primary that an operator has made read-only counts as a replica: what matters is whether it takes a write.
    init?(inHotStandby: String?, defaultReadOnly: String?) {
        guard let inHotStandby else { return nil }
        self = inHotStandby == "on" || defaultReadOnly == "on" ? .replica : .primary
    }
}
