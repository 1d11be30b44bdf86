import Amazon
import Bytes
import Foundation
import HTTPWire
import LocalRegions
import TestSupport
import Testing

/// Requests that are awkward to sign, signed here and by AWS's own library.
@Suite("botocore", .enabled(if: TestPeers.areInstalled, "\(TestPeers.advice)"))
struct BotocoreTests {
    private struct Sample {
        var method = RequestMethod.get
        var path = "/"
        var query: [(String, String)] = []
        var fields: [(String, String)] = []
        var body = ""
        var service = "monitoring"
        var region = "ap-northeast-2"
        var token: String?

        var json: [String: Any] {
            var json: [String: Any] = [
                "method": method.description, "path": path, "query": query.map { [$0.0, $0.1] },
                "fields": fields.map { [$0.0, $0.1] }, "body": body, "service": service, "region": region,
                "host": "host.example.com", "key": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            ]
            if let token { json["token"] = token }
            return json
        }

        func authorization() throws -> String {
            let signer = RequestSigner(
                credentials: Published.credentials(token: token), scope: SigningScope(region: region, service: service),
                at: Published.moment)
            let fields = try signer.signatureFields(
                method: method, path: path, query: query,
                fields: [Field("host", "host.example.com")] + self.fields.map { Field($0.0, $0.1) },
                body: Array(body.utf8))
            return try #require(fields.last).value
        }
    }

    private let samples = [
        Sample(),
        Sample(method: .post, body: "Action=Publish&Message=a+b"),
        Sample(query: [("b", "2"), ("a", "2"), ("a", "1"), ("A", "0"), ("a b", "c/d"), ("ä", "~*'()!")]),
        Sample(query: [("prefix", ""), ("list-type", "2")]),
        Sample(fields: [("x-amz-target", "  a   b  "), ("content-type", "application/x-amz-json-1.0")]),
        Sample(fields: [("my-header", "value\t with   tabs ")]),
        Sample(path: "/2013-04-01/hostedzone/Z123/rrset", service: "route53", region: "us-east-1"),
        Sample(path: "/a%20b/%E1%88%B4", service: "service"),
        Sample(method: .post, body: "{\"Namespace\":\"서울\"}", token: "session/token+with=signs"),
        Sample(
            method: .put, path: "/-._~/x", query: [("name", "license.example.test"), ("maxitems", "10")], body: "x"),
    ]

    @Test("every request is signed as botocore signs it")
    func agrees() async throws {
        let input = try JSONSerialization.data(withJSONObject: samples.map(\.json))
        let command = Command(TestPeers.python.path, [TestPeers.script("signatures.py").path])
        let answer = try JSONSerialization.jsonObject(with: try await command.run(input: input).output)

        #expect(try samples.map { try $0.authorization() } == answer as? [String])
    }
}
