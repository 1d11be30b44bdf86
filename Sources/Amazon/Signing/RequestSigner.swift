package import Bytes
package import Cryptography
package import HTTPWire

/// Where a signature holds: one service in one region.
package struct SigningScope: Equatable, Sendable {
    package let region: String
    package let service: String

    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }
}

/// AWS Signature Version 4, in the request's header fields.
package struct RequestSigner {
    private static let algorithm = "AWS4-HMAC-SHA256"

    private let credentials: Credentials
    private let scope: SigningScope
    private let date: AmazonDate

    package init(credentials: Credentials, scope: SigningScope, at moment: Timestamp) {
        self.credentials = credentials
        self.scope = scope
        date = AmazonDate(moment)
    }

    /// The fields that make the request valid: the date, the session's token and the signature over all of it.
    ///
    /// - Parameter fields: What else is signed; `host` must be among them, exactly as it is sent.
    package func signatureFields(
        method: RequestMethod, path: String, query: [(String, String)] = [], fields: [Field], body: [UInt8]
    ) throws(CryptographyFailure) -> [Field] {
        var added = [Field("x-amz-date", date.basic)]
        if let token = credentials.sessionToken {
            added.append(Field("x-amz-security-token", token.withBytes { String(copying: $0) }))
        }
        let canonical = CanonicalRequest(
            method: method, path: path, query: query, fields: fields + added, body: body)
        let authorization = [
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(credentialScope)",
            "SignedHeaders=\(canonical.signedFields)",
            "Signature=\(Hex.encode(try signature(of: canonical)))",
        ].joined(separator: ", ")
        return added + [Field("authorization", authorization)]
    }

    private var credentialScope: String { "\(date.day)/\(scope.region)/\(scope.service)/aws4_request" }

    private func signature(of request: CanonicalRequest) throws(CryptographyFailure) -> [UInt8] {
        let hash = Hex.encode(SHA256.digest(Array(request.text.utf8)))
        let text = [Self.algorithm, date.basic, credentialScope, hash].joined(separator: "\n")
        return try HMACSHA256(key: try signingKey()).code(for: Array(text.utf8))
    }

    /// A key for one day, region and service, derived step by step.
    private func signingKey() throws(CryptographyFailure) -> Secret {
        var key = credentials.secretAccessKey.withBytes { secret in
            let prefix = Array("AWS4".utf8)
            return Secret(count: prefix.count + secret.count) { bytes in
                for index in prefix.indices { bytes[index] = prefix[index] }
                for index in secret.indices { bytes[prefix.count + index] = secret[index] }
            }
        }
        for step in [date.day, scope.region, scope.service, "aws4_request"] {
            key = Secret(copying: try HMACSHA256(key: key).code(for: Array(step.utf8)))
        }
        return key
    }
}

extension String {
    init(copying bytes: Span<UInt8>) { self.init(decoding: [UInt8](copying: bytes), as: UTF8.self) }
}
