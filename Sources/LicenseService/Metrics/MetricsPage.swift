internal import Daemon
internal import Licensing
internal import Reactor
internal import Synchronization

/// `/metrics` in the OpenMetrics text format 1.0, the sums over all loops.
struct MetricsPage {
    static let mediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    let region: String
    let mode: String
    let loops: [ServerMetrics]
    let lag: Duration?
    let shipping: ShippingState
    var reloads = ReloadState()
    var accessLines = LineCounts()
    var tls: [ReloadableTLS.Standing] = []
    /// Of the workshop, by system; empty when no system needs it.
    var workshop: [DRMSystem: Workshop.LineStanding] = [:]
    /// Of the process's census.
    var census: (all: Int, refusedFull: Int, refusedAddress: Int, cutOff: Int, displaced: Int) = (
        0, 0, 0, 0, 0
    )

    var text: String {
        var page = ""
        writeLicenses(to: &page)
        writeAdmissions(to: &page)
        counter(
            &page, "evergrant_http_answers", "Answers, by status class.",
            [
                ("class=\"2xx\"", sum { $0.answersByClass.success.load(ordering: .relaxed) }),
                ("class=\"3xx\"", sum { $0.answersByClass.redirection.load(ordering: .relaxed) }),
                ("class=\"4xx\"", sum { $0.answersByClass.clientError.load(ordering: .relaxed) }),
                ("class=\"5xx\"", sum { $0.answersByClass.serverError.load(ordering: .relaxed) }),
            ])
        counter(
            &page, "evergrant_writes_refused", "Writes refused because the region only reads.",
            [
                ("", sum { $0.writesRefused.load(ordering: .relaxed) })
            ])
        counter(
            &page, "evergrant_database_queries", "Queries sent to the database.",
            [
                ("", sum { $0.databaseQueries.load(ordering: .relaxed) })
            ])
        counter(
            &page, "evergrant_database_errors", "Queries that brought no answer.",
            [
                ("", sum { $0.databaseErrors.load(ordering: .relaxed) })
            ])
        counter(
            &page, "evergrant_database_connection_losses", "Database connections lost or given up.",
            [
                ("", sum { $0.databaseLosses.load(ordering: .relaxed) })
            ])
        gauge(
            &page, "evergrant_connections", "Open client connections.",
            "\(sum { $0.connections.load(ordering: .relaxed) })")
        gauge(&page, "evergrant_writable", "1 when this server accepts writes.", mode == "read-write" ? "1" : "0")
        if let lag {
            gauge(&page, "evergrant_replication_lag_seconds", "Age of the newest heartbeat.", "\(lag / .seconds(1))")
        }
        writeTLS(to: &page)
        writeLoad(to: &page)
        writeJournal(to: &page)
        writeReloads(to: &page)
        counter(
            &page, "evergrant_access_log_lines", "Lines for the access log, by what became of them.",
            [("outcome=\"written\"", accessLines.written), ("outcome=\"dropped\"", accessLines.dropped)])
        return page + "# EOF\n"
    }

    func sum(_ value: (ServerMetrics) -> Int) -> Int { loops.reduce(0) { $0 + value($1) } }

    func counter(
        _ page: inout String, _ name: String, _ help: String, _ samples: [(labels: String, value: Int)]
    ) {
        page += "# TYPE \(name) counter\n# HELP \(name) \(help)\n"
        for sample in samples {
            let labels = ["region=\"\(region)\"", sample.labels].filter { !$0.isEmpty }.joined(separator: ",")
            page += "\(name)_total{\(labels)} \(sample.value)\n"
        }
    }

    func gauge(_ page: inout String, _ name: String, _ help: String, _ value: String) {
        page += "# TYPE \(name) gauge\n# HELP \(name) \(help)\n\(name){region=\"\(region)\"} \(value)\n"
    }
}
