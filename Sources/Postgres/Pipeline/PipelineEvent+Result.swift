internal import CPostgreSQL

extension Pipeline.Event {
    /// Nil for a result that no query of ours can have, a copy for one.
    init?(_ result: borrowing QueryResult) {
        switch result.status {
        case PGRES_PIPELINE_SYNC: self = .synchronized
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: self = .answered(.done)
        case PGRES_PIPELINE_ABORTED: self = .answered(.skipped)
        case PGRES_FATAL_ERROR: self = .answered(.failed(ServerReport(result)))
        default: return nil
        }
    }
}
