import Amazon
import Bytes
import HTTPWire
import Testing

@Suite("Signature Version 4")
struct RequestSignerTests {
    @Test("a request in the shapes of AWS's own suite has the signature that AWS published", arguments: Published.all)
    func agreesWithPublished(request: Published) throws {
        #expect(try request.authorization.hasSuffix("Signature=\(request.signature)"))
    }

    @Test("a session's token travels with the request and is signed")
    func signsToken() throws {
        let signer = RequestSigner(
            credentials: Published.credentials(token: "session/token=="),
            scope: SigningScope(region: "us-east-1", service: "service"), at: Published.moment)

        let fields = try signer.signatureFields(
            method: .get, path: "/", fields: [Field("host", "example.amazonaws.com")], body: [])

        #expect(fields.map(\.name) == ["x-amz-date", "x-amz-security-token", "authorization"])
        #expect(fields[1].value == "session/token==")
        #expect(fields[2].value.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"))
    }

    @Test("a secret shows in no description of its credentials")
    func hidesSecrets() {
        let credentials = Published.credentials(token: "session-token")

        let text = "\(credentials) \(String(reflecting: credentials))"

        #expect(!text.contains("wJalr") && !text.contains("session-token"))
    }
}

/// A request of AWS's published test suite for signers, and its signature.
struct Published: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var method = RequestMethod.get
    var path = "/"
    var query: [(String, String)] = []
    var fields: [Field] = []
    let signature: String

    static let moment = Timestamp(seconds: 1_440_938_160)

    static func credentials(token: String? = nil) -> Credentials {
        Credentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: Secret(copying: Array("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".utf8)),
            sessionToken: token.map { Secret(copying: Array($0.utf8)) })
    }

    var authorization: String {
        get throws {
            let signer = RequestSigner(
                credentials: Self.credentials(), scope: SigningScope(region: "us-east-1", service: "service"),
                at: Self.moment)
            let signed = try signer.signatureFields(
                method: method, path: path, query: query,
                fields: [Field("host", "example.amazonaws.com")] + fields, body: [])
            return try #require(signed.last).value
        }
    }

    static let all = [
        Published(
            testDescription: "get-vanilla",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Published(
            testDescription: "post-vanilla", method: .post,
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Published(
            testDescription: "get-vanilla-query-order-key-case", query: [("Param2", "value2"), ("Param1", "value1")],
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Published(
            testDescription: "get-header-value-trim",
            fields: [Field("My-Header1", " value1"), Field("My-Header2", " \"a   b   c\"")],
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        Published(
            testDescription: "get-unreserved",
            path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
    ]
}
