internal import Bytes
internal import Failover

/// By which an answer is judged.
enum HealthRule: Equatable, Sendable {
    /// Any 2xx or 3xx whose `health+json` does not say `fail`; perhaps one that also accepts writes.
    case document(mustBeReadWrite: Bool)
    /// As Route 53: any 2xx or 3xx, and perhaps a text near the body's beginning.
    case route53(searchString: [UInt8]?)

    func verdict(status: Int, body: [UInt8]) -> Verdict {
        switch self {
        case .document(let mustBeReadWrite):
            guard 200..<400 ~= status else { return .unhealthy(.status) }
            return Self.verdict(on: body, mustBeReadWrite: mustBeReadWrite)
        case .route53(let searchString):
            guard 200..<400 ~= status else { return .unhealthy(.status) }
            let passes = Route53Settings.passes(status: status, body: body, searchString: searchString)
            return passes ? .healthy : .unhealthy(.malformedBody)
        }
    }

    /// The members that count are `status` and `mode` (draft-inadarei-api-health-check-06 §3); others may come and go.
    private static func verdict(on body: [UInt8], mustBeReadWrite: Bool) -> Verdict {
        guard let document = try? JSONObject(parsing: body), let status = try? document.string("status") else {
            return .unhealthy(.malformedBody)
        }
        switch status.lowercased() {
        case "pass", "warn", "ok", "up":  // §3.1: the last two are aliases
            guard mustBeReadWrite else { return .healthy }
            return (try? document.string("mode")) == "read-write" ? .healthy : .unhealthy(.notReadWrite)
        case "fail", "error", "down": return .unhealthy(.status)
        default: return .unhealthy(.malformedBody)
        }
    }
}
