import HTTPWire
import Testing

@Suite("Requests of ours")
struct OutgoingRequestTests {
    private func written(
        _ method: RequestMethod = .get, _ target: String = "/a?b", fields: [Field] = [], body: String = ""
    ) throws -> String {
        let request = try #require(
            OutgoingRequest(
                method: method, scheme: "https", authority: "a:1", target: target, fields: fields, body: bytes(body)))
        return try text(ClientExchange(negotiated: nil, request).takeOutput())
    }

    @Test("a request is written with its host and its length, and asks for the connection to be closed")
    func writes() throws {
        #expect(try written() == "GET /a?b HTTP/1.1\r\nhost: a:1\r\nconnection: close\r\n\r\n")
        #expect(
            try written(.put, "/", fields: [Field("X", "y")], body: "body")
                == "PUT / HTTP/1.1\r\nhost: a:1\r\nx: y\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbody")
        #expect(try written(.post, "/").contains("content-length: 0\r\n"))
    }

    @Test("our own server reads what is written")
    func isReadBack() throws {
        let session = HTTPSession.cleartext()
        let events = session.receive(try written(.post, "/a?b", fields: [Field("x", "y")], body: "body"))

        #expect(
            events == [
                .request(
                    stream: 1, method: "POST", path: "/a", query: "b",
                    fields: ["host: a:1", "x: y", "content-length: 4", "connection: close"], body: "body")
            ])
    }

    @Test("fields that say where a body ends, or to whom a request goes, are the session's own")
    func dropsFraming() throws {
        let names = [
            "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Expect", "Keep-Alive",
        ]

        #expect(try written(fields: names.map { Field($0, "5") }) == written())
    }

    @Test(
        "what could split a request is refused",
        arguments: [
            ("/", "a", [Field("x", "y\r\nz: w")]), ("/", "a", [Field("x y", "z")]), ("/", "a\r\nx: y", []),
            ("/a b", "a", []), ("/\r\n", "a", []), ("a", "a", []), ("", "a", []), ("/", "", []), ("/", "u@a", []),
        ])
    func refuses(target: String, authority: String, fields: [Field]) {
        let request = OutgoingRequest(
            method: .get, scheme: "https", authority: authority, target: target, fields: fields)

        #expect(request == nil)
    }
}
