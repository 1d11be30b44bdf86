/// Why there are no credentials to sign with; never holds any part of one.
package enum CredentialFailure: Error, Equatable, Sendable {
    /// Neither the environment nor a file says where credentials come from, and the metadata service is turned off.
    case notConfigured
    /// The environment names a place that cannot be used.
    case unusable(String)
    /// The place did not answer, or not with credentials.
    case unavailable(String)
}

extension CredentialFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notConfigured: "no AWS credentials are configured"
        case .unusable(let reason): "AWS credentials: \(reason)"
        case .unavailable(let reason): "AWS credentials cannot be had: \(reason)"
        }
    }
}
