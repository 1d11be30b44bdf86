import Amazon
import Bytes
import Cryptography
import Foundation
import HTTPClient
import LocalRegions
import Reactor
import TestSupport
import Testing

/// The places that hold credentials, played by a stub that checks what it is asked.
@Suite("Places of credentials", .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
struct CredentialPlacesTests {
    private func places(lifetimeSeconds: Int = 3600, failsAfter: Int? = nil) async throws -> TestPeer {
        try await TestPeer.start(script: "credential_places.py") { port, _ in
            ["\(port)", "\(lifetimeSeconds)"] + (failsAfter.map { ["\($0)"] } ?? [])
        }
    }

    /// Asks `count` times and gives the key IDs, and the last answer in full.
    private func ask(
        _ environment: [String: String], count: Int = 1, within deadline: Duration = patience
    ) async throws -> (keys: [String], last: Credentials?) {
        let loop = try EventLoop.start(named: "credentials-test")
        defer { loop.stop() }
        return try await Self.ask(environment, count, deadline, on: loop)
    }

    private static func ask(
        _ environment: [String: String], _ count: Int, _ deadline: Duration,
        on loop: isolated EventLoop
    ) async throws -> (keys: [String], last: Credentials?) {
        let requester = HTTPRequester(trust: nil, resolver: NameResolver())
        let provider = CredentialProvider(
            environment: environment, requester: requester, metadataDeadline: .seconds(20), wallClock: wallClock)
        var answers: [Credentials] = []
        for _ in 0..<count { answers.append(try await provider.current(within: deadline, on: loop)) }
        return (answers.map(\.accessKeyID), answers.last)
    }

    @Test("the machine's metadata service is asked with a token of version 2")
    func asksMetadataService() async throws {
        let places = try await places()

        let (keys, last) = try await ask(["AWS_EC2_METADATA_SERVICE_ENDPOINT": places.url], count: 3)

        #expect(keys == ["key-1", "key-1", "key-1"])
        #expect(last?.sessionToken?.withBytes { [UInt8](copying: $0) } == Array("session&token".utf8))
        #expect(last?.expiresAt.map { $0 > wallClock() } == true)
    }

    @Test("a container's agent is asked with the token that its file holds")
    func asksContainerAgent() async throws {
        let places = try await places()
        let file = places.folder.url.appending(path: "token")
        try Data("let me in\n".utf8).write(to: file)
        var environment = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(places.url)/container",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let me in",
        ]
        #expect(try await ask(environment).keys == ["key-1"])

        environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file.path
        #expect(try await ask(environment).keys == ["key-2"])
    }

    @Test("a cluster's token is changed for the credentials of a role")
    func assumesRole() async throws {
        let places = try await places()
        let file = places.folder.url.appending(path: "token")
        try Data("web-identity-token".utf8).write(to: file)

        let (keys, last) = try await ask([
            "AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_ARN": "arn:aws:iam::1:role/prober",
            "AWS_ENDPOINT_URL_STS": places.url,
        ])

        #expect(keys == ["key-1"])
        #expect(last?.sessionToken?.withBytes { [UInt8](copying: $0) } == Array("session&token".utf8))
    }

    @Test("credentials that end within five minutes are renewed, and others are not")
    func renews() async throws {
        let soon = try await places(lifetimeSeconds: 200)
        let later = try await places(lifetimeSeconds: 400)

        #expect(try await ask(["AWS_EC2_METADATA_SERVICE_ENDPOINT": soon.url], count: 2).keys == ["key-1", "key-2"])
        #expect(try await ask(["AWS_EC2_METADATA_SERVICE_ENDPOINT": later.url], count: 2).keys == ["key-1", "key-1"])
    }

    @Test("when renewal fails the old credentials are used on, and the place is not asked again at once")
    func keepsOldOnes() async throws {
        let places = try await places(lifetimeSeconds: 200, failsAfter: 1)

        let (keys, _) = try await ask(["AWS_EC2_METADATA_SERVICE_ENDPOINT": places.url], count: 3)

        #expect(keys == ["key-1", "key-1", "key-1"])
    }

    @Test("a place that is not there is said so within its deadline")
    func saysUnavailable() async throws {
        let silent = try SilentListener()
        let start = EventLoop.monotonicNow()

        await #expect(throws: CredentialFailure.self) {
            let environment = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:\(silent.port)"]
            _ = try await ask(environment, within: .milliseconds(200))
        }

        #expect(EventLoop.monotonicNow() - start < .seconds(5))
    }
}
