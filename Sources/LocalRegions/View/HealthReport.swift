internal import Foundation

/// What a region's `/health` said.
package struct HealthReport: Equatable, Sendable {
    package var statusCode: Int
    /// `pass`, `warn` or `fail`.
    package var status: String
    /// `read-write` or `read-only`; nil when the region does not know.
    package var mode: String?
    /// How far the database is behind the primary, in seconds; nil on a primary.
    package var lagSeconds: Double?
    package var answeredIn: Duration

    package init(statusCode: Int, status: String, mode: String?, lagSeconds: Double?, answeredIn: Duration) {
        self.statusCode = statusCode
        self.status = status
        self.mode = mode
        self.lagSeconds = lagSeconds
        self.answeredIn = answeredIn
    }

    /// Reads an answer of `/health`, or nothing when it is none.
    init?(_ answer: WebAnswer) {
        struct Body: Decodable {
            let status: String
            let mode: String?
        }
        guard let body = try? answer.decode(Body.self) else { return nil }
        self.init(
            statusCode: answer.status, status: body.status, mode: body.mode ?? answer.header("Evergrant-Mode"),
            lagSeconds: answer.header("Evergrant-Lag").flatMap(Double.init), answeredIn: answer.time)
    }
}
