internal import Foundation
internal import LocalRegions

/// A moto with a user, a topic, a queue behind it and a hosted zone, which can check signatures as AWS does.
package struct SimulatedAWS: Sendable {
    package let peer: TestPeer
    package let keyID: String
    package let secret: String
    package let topic: String
    package let zone: String
    private let queue: String

    package static let region = "ap-northeast-2"

    /// - Parameter checksSignatures: Not for tests that read Route 53: there moto refuses everybody's signature.
    package static func start(checksSignatures: Bool = true) async throws -> SimulatedAWS {
        let peer = try await TestPeer.startMoto()
        let answer = try await ask(peer.url, "prepare", [checksSignatures ? "0" : "inf"], [:])
        guard let made = answer as? [String: String], let keyID = made["key"], let secret = made["secret"],
            let topic = made["topic"], let zone = made["zone"], let queue = made["queue"]
        else { throw Unexpected(answer: "\(answer)") }
        return SimulatedAWS(peer: peer, keyID: keyID, secret: secret, topic: topic, zone: zone, queue: queue)
    }

    /// What a process of ours needs to find and use it.
    package var environment: [String: String] {
        ["AWS_ENDPOINT_URL": peer.url, "AWS_ACCESS_KEY_ID": keyID, "AWS_SECRET_ACCESS_KEY": secret]
    }

    /// What came out of the topic since the last call: subject, text and attributes.
    package func messages() async throws -> [[String: Any]] {
        try await Self.ask(peer.url, "messages", [queue], environment) as? [[String: Any]] ?? []
    }

    /// Every metric of a namespace: name, dimensions, count and averages of its data points.
    package func metrics(_ namespace: String) async throws -> [[String: Any]] {
        try await Self.ask(peer.url, "metrics", [namespace], environment) as? [[String: Any]] ?? []
    }

    /// The zone's CNAME and TXT values by name and type.
    package func records() async throws -> [String: [String]] {
        try await Self.ask(peer.url, "records", [zone], environment) as? [String: [String]] ?? [:]
    }

    private static func ask(
        _ url: String, _ question: String, _ arguments: [String], _ environment: [String: String]
    ) async throws -> Any {
        let all = [TestPeers.script("aws.py").path, url, question] + arguments
        let result = try await Command(TestPeers.python.path, all, environment: environment).run()
        return try JSONSerialization.jsonObject(with: result.output)
    }

    private struct Unexpected: Error { let answer: String }
}
