internal import Bytes
internal import FoundationEssentials
package import HTTPClient
internal import HTTPWire
package import Reactor

/// Asks the place that holds credentials for them.
package struct CredentialFetcher {
    private let requester: HTTPRequester
    private let environment: [String: String]
    private let metadataDeadline: Duration

    package init(requester: HTTPRequester, environment: [String: String], metadataDeadline: Duration) {
        self.requester = requester
        self.environment = environment
        self.metadataDeadline = metadataDeadline
    }

    package func fetch(
        from source: CredentialSource, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(CredentialFailure) -> Credentials {
        switch source {
        case .fixed(let credentials): return credentials
        case .webIdentity(let file, let role, let session):
            return try await assumeRole(role, session: session, tokenFile: file, within: deadline, on: loop)
        case .container(let url, let authorization):
            var fields: [Field] = []
            if let value = try Self.value(of: authorization) { fields.append(Field("authorization", value)) }
            let body = try await ask(ClientRequest(fields: fields), url, within: deadline, on: loop)
            return try CredentialDocument.read(json: body)
        case .instance(let url):
            let deadline = min(deadline, metadataDeadline)
            return try await askMetadataService(url, within: deadline, on: loop)
        }
    }

    /// Unsigned: the token is the proof.
    private func assumeRole(
        _ role: String, session: String, tokenFile: String, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(CredentialFailure) -> Credentials {
        let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
        let endpoint = AmazonService.sts.endpoint(region: region, override: nil, environment: environment)
        let form = URIEncoding.form([
            ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
            ("RoleSessionName", session), ("WebIdentityToken", try Self.token(in: tokenFile)),
        ])
        let request = ClientRequest(
            method: .post, fields: [Field("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: form)
        let answer = try await ask(request, endpoint.url, within: deadline, on: loop)
        return try CredentialDocument.read(xml: answer)
    }

    /// IMDSv2: a session token first, which a forged request through a proxy could not fetch.
    private func askMetadataService(
        _ url: String, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(CredentialFailure) -> Credentials {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        let put = ClientRequest(method: .put, fields: [Field("x-aws-ec2-metadata-token-ttl-seconds", "21600")])
        let token = Self.line(try await ask(put, base + "/latest/api/token", within: deadline, on: loop))
        let get = ClientRequest(fields: [Field("x-aws-ec2-metadata-token", token)])
        let roles = base + "/latest/meta-data/iam/security-credentials/"
        let role = Self.line(try await ask(get, roles, within: deadline, on: loop))
        guard !role.isEmpty else { throw .unavailable("this machine has no role") }
        let document = try await ask(get, roles + URIEncoding.encode(role), within: deadline, on: loop)
        return try CredentialDocument.read(json: document)
    }

    private func ask(
        _ request: ClientRequest, _ url: String, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(CredentialFailure) -> [UInt8] {
        let address: HTTPAddress
        do { address = try HTTPAddress(parsing: url) } catch { throw .unusable("\(bounded(url)): \(error.rawValue)") }
        let deadlines = ClientDeadlines(connect: deadline, status: deadline, total: deadline)
        let response: ClientResponse
        do {
            response = try await requester.send(request, to: address, deadlines: deadlines, on: loop)
        } catch { throw .unavailable(bounded("\(address.authority): \(error)")) }
        guard response.status == 200, response.body.count <= AmazonLimits.credentialBytes else {
            throw .unavailable("\(address.authority) answered \(response.status)")
        }
        return response.body
    }

    private static func value(
        of authorization: CredentialSource.ContainerAuthorization
    ) throws(CredentialFailure) -> String? {
        switch authorization {
        case .none: nil
        case .token(let secret): secret.withBytes { String(copying: $0) }
        case .file(let path): try token(in: path)
        }
    }

    /// A small file on this machine, so that reading it may stand on the loop.
    private static func token(in path: String) throws(CredentialFailure) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= AmazonLimits.tokenFileBytes else {
            throw .unusable("the token file \(bounded(path)) cannot be read")
        }
        return line([UInt8](data))
    }

    /// The first line, without the spaces around it.
    private static func line(_ bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }.drop { $0 == 0x20 }
        let count = (line.lastIndex { $0 != 0x20 }).map { $0 - line.startIndex + 1 } ?? 0
        return String(decoding: line.prefix(count), as: UTF8.self)
    }
}
