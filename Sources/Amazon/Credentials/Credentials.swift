package import Bytes

/// What a request is signed with; the secrets in it print as nothing.
package struct Credentials: Sendable {
    package let accessKeyID: String
    package let secretAccessKey: Secret
    package let sessionToken: Secret?
    /// nil for keys that stay valid until somebody deletes them.
    package let expiresAt: Timestamp?

    package init(
        accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiresAt: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiresAt = expiresAt
    }

    /// Of strings, as environments and documents hold them; nil when a part that must be there is empty.
    init?(accessKeyID: String?, secretAccessKey: String?, sessionToken: String?, expiresAt: Timestamp? = nil) {
        guard let accessKeyID, let secretAccessKey, !accessKeyID.isEmpty, !secretAccessKey.isEmpty else { return nil }
        let token = sessionToken.flatMap { $0.isEmpty ? nil : Secret(copying: Array($0.utf8)) }
        self.init(
            accessKeyID: accessKeyID, secretAccessKey: Secret(copying: Array(secretAccessKey.utf8)),
            sessionToken: token, expiresAt: expiresAt)
    }
}
