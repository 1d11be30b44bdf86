internal import Failover
internal import HTTPServer
internal import HTTPWire

/// `GET /health`: the region's verdict, as a status for machines and as a report for people.
enum HealthEndpoint {
    /// - Parameter isDraining: this server is leaving, so traffic should too.
    static func answer(_ report: HealthReport, to request: Request, isDraining: Bool) -> Response {
        let report = isDraining ? report.adding(.draining) : report
        let status = report.isFailing ? 503 : override(of: request, report) ?? 200
        var response = Response(status: status, type: "application/health+json", report.json)
        response.head.append(.noStore)
        return response
    }

    /// `?readonlycode=429`: a prober that only knows codes can tell a region that reads from one that writes.
    private static func override(of request: Request, _ report: HealthReport) -> Int? {
        guard report.mode == .readOnly, let code = request.query("readonlycode").flatMap({ Int($0) }) else {
            return nil
        }
        return 200...599 ~= code ? code : nil
    }
}
