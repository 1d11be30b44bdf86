internal import Bytes

/// Reads credentials out of what the places that hold them answer.
package enum CredentialDocument {
    /// The JSON of the metadata service and of container agents.
    ///
    /// The metadata service says `Code: Success`, agents say nothing.
    package static func read(json bytes: [UInt8]) throws(CredentialFailure) -> Credentials {
        do {
            let document = try JSONObject(parsing: bytes)
            if let code = try document.string("Code"), code != "Success" {
                throw CredentialFailure.unavailable("the place answered \(bounded(code))")
            }
            return try credentials(
                try document.string("AccessKeyId"), try document.string("SecretAccessKey"),
                try document.string("Token"), try document.string("Expiration"))
        } catch let failure as CredentialFailure {
            throw failure
        } catch {
            throw .unavailable("the answer is not the JSON of credentials")
        }
    }

    /// The XML of `AssumeRoleWithWebIdentity`.
    package static func read(xml bytes: [UInt8]) throws(CredentialFailure) -> Credentials {
        guard let document = try? XMLElement(parsing: bytes),
            let element = document["AssumeRoleWithWebIdentityResult"]?["Credentials"]
        else { throw .unavailable("the answer is not the XML of credentials") }
        return try credentials(
            element["AccessKeyId"]?.text, element["SecretAccessKey"]?.text, element["SessionToken"]?.text,
            element["Expiration"]?.text)
    }

    private static func credentials(
        _ accessKeyID: String?, _ secret: String?, _ token: String?, _ expiration: String?
    ) throws(CredentialFailure) -> Credentials {
        let expiresAt = expiration.flatMap(AmazonDate.timestamp)
        guard expiration == nil || expiresAt != nil else { throw .unavailable("the expiration is no date") }
        guard
            let credentials = Credentials(
                accessKeyID: accessKeyID, secretAccessKey: secret, sessionToken: token, expiresAt: expiresAt)
        else { throw .unavailable("the answer holds no credentials") }
        return credentials
    }
}
