package import Bytes

/// Where credentials come from: the first place that the environment names, in the order of AWS's own SDKs.
///
/// One place is chosen and kept to. A place that is named and does not answer is a failure to mend, not a reason to
/// sign as somebody else.
package enum CredentialSource: Sendable {
    case fixed(Credentials)
    /// A token file that a cluster keeps fresh, changed at STS for the credentials of a role (IRSA).
    case webIdentity(tokenFile: String, roleARN: String, sessionName: String)
    /// An agent beside the container (ECS, EKS Pod Identity).
    case container(url: String, authorization: ContainerAuthorization)
    /// The machine's metadata service (IMDSv2).
    case instance(url: String)

    package enum ContainerAuthorization: Sendable {
        case none
        case token(Secret)
        /// Read anew each time: the agent replaces it.
        case file(String)
    }

    package init(environment: [String: String]) throws(CredentialFailure) {
        func named(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let fixed = Credentials(
            accessKeyID: named("AWS_ACCESS_KEY_ID"), secretAccessKey: named("AWS_SECRET_ACCESS_KEY"),
            sessionToken: named("AWS_SESSION_TOKEN"))
        {
            self = .fixed(fixed)
        } else if let tokenFile = named("AWS_WEB_IDENTITY_TOKEN_FILE"), let role = named("AWS_ROLE_ARN") {
            let session = named("AWS_ROLE_SESSION_NAME") ?? "evergrant"
            self = .webIdentity(tokenFile: tokenFile, roleARN: role, sessionName: session)
        } else if let url = try Self.containerURL(named) {
            let file = named("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").map(ContainerAuthorization.file)
            let token = named("AWS_CONTAINER_AUTHORIZATION_TOKEN").map { Secret(copying: Array($0.utf8)) }
            self = .container(url: url, authorization: file ?? token.map(ContainerAuthorization.token) ?? .none)
        } else if named("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" {
            self = .instance(url: named("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254")
        } else {
            throw .notConfigured
        }
    }

    private static func containerURL(_ named: (String) -> String?) throws(CredentialFailure) -> String? {
        if let path = named("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.hasPrefix("/") else { throw .unusable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI has no slash") }
            return "http://169.254.170.2\(path)"
        }
        guard let url = named("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw .unusable("AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL")
        }
        return url
    }
}
