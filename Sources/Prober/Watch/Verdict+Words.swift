internal import Failover

extension Verdict {
    /// For notices, after the region's name.
    var words: String {
        switch self {
        case .healthy: "is healthy"
        case .unhealthy(.status): "says itself that it fails"
        case .unhealthy(.malformedBody): "answers with something else than a health report"
        case .unhealthy(.notReadWrite): "answers, but takes no writes"
        case .unreachable(.nameLookup): "its name has no address"
        case .unreachable(.connect): "takes no connections"
        case .unreachable(.tls): "its certificate is not believed, or TLS fails"
        case .unreachable(.request), .unreachable(.response): "does not answer"
        }
    }
}

extension OrderRefusal {
    /// For operators.
    var sentence: String {
        switch self {
        case .regionIsFailing: "That region is failing, as far as this vantage knows."
        }
    }
}
