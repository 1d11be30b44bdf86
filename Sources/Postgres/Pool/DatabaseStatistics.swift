/// What one loop's database has done since it was opened, for metrics.
package struct DatabaseStatistics: Equatable, Sendable {
    package internal(set) var queries = 0
    package internal(set) var errors = 0
    /// Reads sent again after a recovery conflict or a lost connection.
    package internal(set) var retries = 0
    package internal(set) var connects = 0
    package internal(set) var losses = 0
    package internal(set) var inFlight = 0
    package internal(set) var waiting = 0
    package internal(set) var ready = 0

    package init() {}

    /// The sum over loops.
    package static func + (a: DatabaseStatistics, b: DatabaseStatistics) -> DatabaseStatistics {
        var sum = a
        sum.queries += b.queries
        sum.errors += b.errors
        sum.retries += b.retries
        sum.connects += b.connects
        sum.losses += b.losses
        sum.inFlight += b.inFlight
        sum.waiting += b.waiting
        sum.ready += b.ready
        return sum
    }
}
