import HTTPWire
import Testing

/// One request that must be refused, and the clause that says so.
struct Refusable: Sendable, CustomTestStringConvertible {
    let clause: String
    let request: String
    let refusal: WireRefusal

    init(_ clause: String, _ request: String, _ refusal: WireRefusal) {
        self.clause = clause
        self.request = request
        self.refusal = refusal
    }

    init(_ clause: String, _ request: String, _ reason: BadRequestReason) {
        self.init(clause, request, .badRequest(reason))
    }

    var testDescription: String { "\(clause): \(request.prefix(60).debugDescription)" }
}

private let requestLines: [Refusable] = [
    Refusable("RFC 9112 §2.2, bare LF", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed),
    Refusable("RFC 9112 §2.2, bare CR in the line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9112 §2.2, two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n\r\n", .badRequestLine),
    Refusable("RFC 9112 §2.2, space before the line", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", .badMethod),
    Refusable("RFC 9112 §3, one word", "GET\r\nHost: a\r\n\r\n", .badRequestLine),
    Refusable("RFC 9112 §3, no version", "GET /\r\nHost: a\r\n\r\n", .badRequestLine),
    Refusable("RFC 9112 §3, two spaces after the method", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §3, two spaces after the target", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §3, space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §3, tab as separator", "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n", .badRequestLine),
    Refusable("RFC 9112 §3, four words", "GET / x HTTP/1.1\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9110 §9.1, method not a token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .badMethod),
    Refusable("RFC 9110 §9.1, NUL in the method", "G\0T / HTTP/1.1\r\nHost: a\r\n\r\n", .badMethod),
    Refusable("RFC 9112 §3, endless method", String(repeating: "A", count: 25) + " / HTTP/1.1\r\n", .unsupportedMethod),
    Refusable("RFC 9110 §9.3.6, CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .unsupportedMethod),
    Refusable("RFC 9112 §2.3, no slash", "GET / HTTP1.1\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §2.3, lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §2.3, two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §2.3, no digit", "GET / HTTP/1.x\r\nHost: a\r\n\r\n", .badVersion),
    Refusable("RFC 9112 §2.3, version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", .versionNotSupported),
    Refusable("RFC 9112 §2.3, version 0.9", "GET / HTTP/0.9\r\n\r\n", .versionNotSupported),
    Refusable(
        "RFC 9113 §3.4, half the preface, then another request", "PRI * HTTP/2.0\r\n\r\nGET", .versionNotSupported),
]

private let targets: [Refusable] = [
    Refusable("RFC 9112 §3.2, fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9112 §3.2, NUL", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9112 §3.2, DEL", "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 3986 §2, not ASCII", "GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9112 §3.2, no leading slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9112 §3.2.4, asterisk outside OPTIONS", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9112 §3.2.2, foreign scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .badTarget),
    Refusable("RFC 9110 §4.2.1, empty host in the target", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", .badHost),
    Refusable("RFC 9110 §4.2.4, user information", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", .badHost),
    Refusable(
        "RFC 9112 §3, target too long", "GET /" + String(repeating: "a", count: 8_192) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        .targetTooLong),
    Refusable("RFC 9112 §3, line without end", "GET /" + String(repeating: "a", count: 9_000), .targetTooLong),
]

private let fields: [Refusable] = [
    Refusable("RFC 9112 §5.1, space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", .badFieldName),
    Refusable("RFC 9112 §5.1, tab before the colon", "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", .badFieldName),
    Refusable("RFC 9112 §5, no colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", .badFieldName),
    Refusable("RFC 9110 §5.1, empty name", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", .badFieldName),
    Refusable("RFC 9110 §5.1, name not a token", "GET / HTTP/1.1\r\nHost: a\r\nX(: x\r\n\r\n", .badFieldName),
    Refusable("RFC 9110 §5.1, name not ASCII", "GET / HTTP/1.1\r\nHost: a\r\n\u{E9}: x\r\n\r\n", .badFieldName),
    Refusable("RFC 9110 §5.1, NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0: x\r\n\r\n", .badFieldName),
    Refusable("RFC 9112 §5.2, folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", .foldedLine),
    Refusable("RFC 9112 §5.2, line folded with a tab", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n", .foldedLine),
    Refusable("RFC 9112 §2.2, space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedLine),
    Refusable("RFC 9110 §5.5, NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", .badFieldValue),
    Refusable("RFC 9110 §5.5, bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n", .badFieldValue),
    Refusable("RFC 9110 §5.5, escape in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{1B}\r\n\r\n", .badFieldValue),
    Refusable("RFC 9110 §5.5, DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n", .badFieldValue),
    Refusable("RFC 9112 §2.2, bare LF in the header", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", .bareLineFeed),
    Refusable("RFC 9112 §2.2, bare LF at the header's end", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
    Refusable(
        "RFC 6585 §5, field too long",
        "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 16_384), .headerTooLarge),
    Refusable(
        "RFC 6585 §5, header too long",
        "GET / HTTP/1.1\r\n" + String(repeating: "X: " + String(repeating: "a", count: 8_000) + "\r\n", count: 5),
        .headerTooLarge),
    Refusable(
        "RFC 6585 §5, too many fields", "GET / HTTP/1.1\r\n" + String(repeating: "X: a\r\n", count: 101),
        .headerTooLarge),
]

private let hosts: [Refusable] = [
    Refusable("RFC 9112 §3.2, no Host", "GET / HTTP/1.1\r\n\r\n", .missingHost),
    Refusable("RFC 9112 §3.2, two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .duplicateHost),
    Refusable("RFC 9112 §3.2, two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", .duplicateHost),
    Refusable("RFC 9110 §4.2.1, empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", .badHost),
    Refusable("RFC 9110 §7.2, path in Host", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .badHost),
    Refusable("RFC 9110 §7.2, list in Host", "GET / HTTP/1.1\r\nHost: a, b c\r\n\r\n", .badHost),
    Refusable("RFC 9110 §4.2.4, user in Host", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .badHost),
    Refusable("RFC 3986 §3.2.3, port not a number", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", .badHost),
    Refusable("RFC 3986 §3.2.3, port too long", "GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", .badHost),
    Refusable("RFC 3986 §3.2.2, open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .badHost),
    Refusable("RFC 3986 §3.2.2, stray bracket", "GET / HTTP/1.1\r\nHost: a]\r\n\r\n", .badHost),
]

@Suite("HTTP/1.1 strictness")
struct StrictnessTests {
    @Test(
        "a malformed head is refused, and nothing behind it is read", arguments: requestLines + targets + fields + hosts
    )
    func refusesHead(row: Refusable) {
        let session = HTTPSession.cleartext()

        let events = session.receive(row.request + "\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n")
        session.respond(1, row.refusal.status)
        let answer = session.takeText()

        #expect(events == [.refused(stream: 1, row.refusal)], "\(row.clause)")
        #expect(answer.hasPrefix("HTTP/1.1 \(row.refusal.status) ") && answer.contains("\r\nconnection: close\r\n"))
        #expect(session.isFinished)
    }

    @Test("a table of refusals is long enough to mean something")
    func tableIsLong() {
        #expect((requestLines + targets + fields + hosts + BodyFramingTests.refused).count >= 60)
    }
}
