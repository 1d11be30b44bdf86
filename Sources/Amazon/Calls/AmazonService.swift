/// The services that are called, and where each one listens.
package enum AmazonService: String, Sendable, CaseIterable {
    case cloudWatch, sns, route53, sts

    /// Where a service is and how its requests are signed.
    package struct Endpoint: Equatable, Sendable {
        package let url: String
        package let scope: SigningScope
    }

    /// - Parameters:
    ///   - region: Of the topic or the metrics; Route 53 has none and is signed for `us-east-1` whatever this says.
    ///   - override: A setting that replaces the address; then `AWS_ENDPOINT_URL_<SERVICE>`, then `AWS_ENDPOINT_URL`.
    package func endpoint(region: String, override: String?, environment: [String: String]) -> Endpoint {
        let own = environment["AWS_ENDPOINT_URL_\(environmentName)"]
        let replaced = [override, own, environment["AWS_ENDPOINT_URL"]].lazy.compactMap(\.self).first { !$0.isEmpty }
        let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let scope = SigningScope(region: self == .route53 ? "us-east-1" : region, service: signingName)
        let host = self == .route53 ? "route53.amazonaws.com" : "\(signingName).\(region).\(suffix)"
        return Endpoint(url: replaced ?? "https://\(host)", scope: scope)
    }

    private var signingName: String { self == .cloudWatch ? "monitoring" : rawValue }

    /// As AWS's SDKs spell it.
    private var environmentName: String {
        switch self {
        case .cloudWatch: "CLOUDWATCH"
        case .sns: "SNS"
        case .route53: "ROUTE_53"
        case .sts: "STS"
        }
    }
}
