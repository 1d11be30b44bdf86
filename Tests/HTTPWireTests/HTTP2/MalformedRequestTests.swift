import HTTPWire
import TestSupport
import Testing

/// A header block no request may have, and what becomes of it.
struct MalformedRequest: Sendable, CustomTestStringConvertible {
    let clause: String
    let fields: [(String, String)]
    /// Nil: nghttp2 resets the stream before a request exists.
    let refusal: WireRefusal?

    var testDescription: String { clause }

    init(_ clause: String, _ fields: [(String, String)], _ refusal: WireRefusal? = nil) {
        self.clause = clause
        self.fields = fields
        self.refusal = refusal
    }
}

private let get = [(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/")]

private func replacing(_ name: String, _ value: String) -> [(String, String)] {
    get.map { $0.0 == name ? (name, value) : $0 }
}

private func without(_ name: String) -> [(String, String)] { get.filter { $0.0 != name } }

@Suite("HTTP/2 malformed requests")
struct MalformedRequestTests {
    static let table: [MalformedRequest] = [
        MalformedRequest("RFC 9113 §8.3.1, no method", without(":method")),
        MalformedRequest("RFC 9113 §8.3.1, no scheme", without(":scheme")),
        MalformedRequest("RFC 9113 §8.3.1, no path", without(":path")),
        MalformedRequest("RFC 9113 §8.3.1, no authority", without(":authority")),
        MalformedRequest("RFC 9113 §8.3, pseudo-field twice", get + [(":path", "/")]),
        MalformedRequest("RFC 9113 §8.3, unknown pseudo-field", [(":foo", "x")] + get),
        MalformedRequest("RFC 9113 §8.3, pseudo-field after a field", without(":path") + [("x", "y"), (":path", "/")]),
        MalformedRequest("RFC 9113 §8.2, upper case", get + [("X-One", "y")]),
        MalformedRequest("RFC 9113 §8.2.1, LF in a value", get + [("x", "a\nb")]),
        MalformedRequest("RFC 9113 §8.2.1, CR in a value", get + [("x", "a\rb")]),
        MalformedRequest("RFC 9113 §8.2.1, NUL in a value", get + [("x", "a\0b")]),
        MalformedRequest("RFC 9113 §8.2.1, space in a name", get + [("x y", "a")]),
        MalformedRequest("RFC 9113 §8.2.2, connection", get + [("connection", "close")]),
        MalformedRequest("RFC 9113 §8.2.2, transfer-encoding", get + [("transfer-encoding", "chunked")]),
        MalformedRequest("RFC 9113 §8.2.2, te", get + [("te", "gzip")]),
        MalformedRequest(
            "RFC 9110 §8.6, content-length twice", get + [("content-length", "0"), ("content-length", "0")]),
        MalformedRequest("RFC 9110 §8.6, content-length no number", get + [("content-length", "x")]),
        MalformedRequest("RFC 9113 §8.1.1, content-length without a body", get + [("content-length", "1")]),
        MalformedRequest("RFC 9113 §8.3.1, path without slash", replacing(":path", "x")),
        MalformedRequest("RFC 9113 §8.3.1, empty path", replacing(":path", "")),
        MalformedRequest("RFC 9113 §8.3.1, asterisk outside OPTIONS", replacing(":path", "*")),
        MalformedRequest("RFC 9112 §3.2, fragment", replacing(":path", "/a#b"), .badRequest(.badTarget)),
        MalformedRequest("RFC 9112 §3.2, space in the path", replacing(":path", "/a b")),
        MalformedRequest("RFC 9110 §4.2.4, user information", replacing(":authority", "u@a"), .badRequest(.badHost)),
        MalformedRequest("RFC 9113 §8.3.1, host disagrees", get + [("host", "b")], .badRequest(.badHost)),
        MalformedRequest(
            "RFC 9112 §3, path too long", replacing(":path", "/" + String(repeating: "a", count: 8_192)), .targetTooLong
        ),
        MalformedRequest(
            "RFC 9113 §8.5, CONNECT", [(":method", "CONNECT"), (":authority", "a:1")], .unsupportedMethod),
    ]

    @Test("a malformed request never reaches a route, and its connection lives on", arguments: table)
    func refuses(row: MalformedRequest) {
        let session = HTTPSession.cleartext()

        let events = session.receive(Frame.preface + Frame.settings + Frame.headers(Frame.block(row.fields), stream: 1))
        let said = Frame.read(session.takeOutput())
        let next = session.receive(Frame.request(stream: 3))

        if let refusal = row.refusal {
            #expect(events.map(EventSummary.init) == [.refused(stream: 1, refusal)])
        } else {
            #expect(events.isEmpty)
            #expect(said.contains { $0.type == 3 && $0.stream == 1 }, "the stream is reset")
        }
        #expect(next.first?.request?.stream == StreamID(3))
    }

    @Test("OPTIONS may ask about the whole server")
    func takesAsterisk() {
        let session = HTTPSession.cleartext()
        let fields = [(":method", "OPTIONS"), (":scheme", "https"), (":path", "*"), ("host", "a")]

        let events = session.receive(Frame.preface + Frame.settings + Frame.headers(Frame.block(fields), stream: 1))

        #expect(events.first?.request?.head.path == "*" && events.first?.request?.head.authority == "a")
    }
}
