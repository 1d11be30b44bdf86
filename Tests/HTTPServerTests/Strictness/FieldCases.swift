/// Field lines (RFC 9112 §5, RFC 9110 §5).
let fieldCases: [StrictnessCase] = [
    .taken("RFC 9112 §5, no space behind the colon", message("GET", "X:b\r\n"), "GET /echo"),
    .taken("RFC 9112 §5, white space around the value", message("GET", "X: \t b \t\r\n"), "GET /echo"),
    .taken("RFC 9112 §5, empty value", message("GET", "X:\r\n"), "GET /echo"),
    .taken("RFC 9110 §5.5, obs-text in a value", message("GET", "X: \u{E9}\r\n"), "GET /echo"),
    .taken("RFC 9110 §5.3, a list over two lines", message("GET", "Accept: a/b\r\nAccept: c/d\r\n"), "GET /echo"),
    .refused(400, "RFC 9112 §5.1, space before the colon", message("GET", "X : b\r\n")),
    .refused(400, "RFC 9112 §5.1, tab before the colon", message("GET", "X\t: b\r\n")),
    .refused(400, "RFC 9112 §5.1, space inside the name", message("GET", "X Y: b\r\n")),
    .refused(400, "RFC 9112 §5, no colon", message("GET", "X\r\n")),
    .refused(400, "RFC 9110 §5.1, empty name", message("GET", ": b\r\n")),
    .refused(400, "RFC 9110 §5.1, name not a token", message("GET", "X(: b\r\n")),
    .refused(400, "RFC 9110 §5.1, name in quotes", message("GET", "\"X\": b\r\n")),
    .refused(400, "RFC 9110 §5.1, name not ASCII", message("GET", "\u{E9}: b\r\n")),
    .refused(400, "RFC 9110 §5.1, NUL in a name", message("GET", "X\0: b\r\n")),
    .refused(400, "RFC 9112 §5.2, folded line", message("GET", "X: b\r\n c\r\n")),
    .refused(400, "RFC 9112 §5.2, line folded with a tab", message("GET", "X: b\r\n\tc\r\n")),
    .refused(400, "RFC 9112 §5.2, a fold that is empty", message("GET", "X: b\r\n \r\n")),
    .refused(
        400, "RFC 9112 §5.2, a fold that hides a length", message("POST", "X: b\r\n Content-Length: 3\r\n", "abc")),
    .refused(400, "RFC 9112 §2.2, space before the first field", "GET /echo HTTP/1.1\r\n Host: a\r\n\r\n"),
    .refused(400, "RFC 9110 §5.5, NUL in a value", message("GET", "X: b\0c\r\n")),
    .refused(400, "RFC 9110 §5.5, bare CR in a value", message("GET", "X: b\rY: c\r\n")),
    .refused(400, "RFC 9110 §5.5, escape in a value", message("GET", "X: \u{1B}[2J\r\n")),
    .refused(400, "RFC 9110 §5.5, DEL in a value", message("GET", "X: \u{7F}\r\n")),
    .refused(400, "RFC 9110 §5.5, vertical tab in a value", message("GET", "X: a\u{0B}b\r\n")),
    .refused(400, "RFC 9112 §2.2, bare LF behind a field", message("GET", "X: b\nY: c\r\n")),
    .refused(400, "RFC 9112 §2.2, bare LF as the header's end", "GET /echo HTTP/1.1\r\nHost: a\r\n\n"),
    .refused(431, "RFC 6585 §5, a field too long", message("GET", "X: \(String(repeating: "a", count: 16_384))\r\n")),
    .refused(
        431, "RFC 6585 §5, a field without end", "GET /echo HTTP/1.1\r\nX: " + String(repeating: "a", count: 17_000)),
    .refused(431, "RFC 6585 §5, a header too long", message("GET", String(repeating: longField, count: 5))),
    .refused(431, "RFC 6585 §5, too many fields", message("GET", String(repeating: "X: a\r\n", count: 101))),
]

private let longField = "X: \(String(repeating: "a", count: 8_000))\r\n"

/// `Host` (RFC 9112 §3.2, RFC 9110 §7.2).
let hostCases: [StrictnessCase] = [
    .taken("RFC 9110 §7.2, name and port", host("Host: example.com:8443\r\n"), "GET /echo"),
    .taken("RFC 3986 §3.2.2, IPv6 address", host("Host: [::1]:80\r\n"), "GET /echo"),
    .taken("RFC 3986 §3.2.3, empty port", host("Host: a:\r\n"), "GET /echo"),
    .taken("RFC 9110 §5.1, name in any case", host("hOsT: a\r\n"), "GET /echo"),
    .taken("RFC 9112 §3.2, HTTP/1.0 without Host", "GET /echo HTTP/1.0\r\n\r\n", "GET /echo", then: .closed),
    .refused(400, "RFC 9112 §3.2, none", host("")),
    .refused(400, "RFC 9112 §3.2, twice the same", host("Host: a\r\nHost: a\r\n")),
    .refused(400, "RFC 9112 §3.2, twice, apart", host("Host: a\r\nX: b\r\nhost: b\r\n")),
    .refused(400, "RFC 9112 §3.2, twice in HTTP/1.0", "GET /echo HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
    .refused(400, "RFC 9110 §4.2.1, empty", host("Host:\r\n")),
    .refused(400, "RFC 9110 §4.2.1, port alone", host("Host: :80\r\n")),
    .refused(400, "RFC 9110 §7.2, path", host("Host: a/b\r\n")),
    .refused(400, "RFC 9110 §7.2, scheme", host("Host: http://a\r\n")),
    .refused(400, "RFC 9110 §7.2, two names", host("Host: a b\r\n")),
    .refused(400, "RFC 9110 §4.2.4, user information", host("Host: u@a\r\n")),
    .refused(400, "RFC 3986 §3.2.3, port not a number", host("Host: a:b\r\n")),
    .refused(400, "RFC 3986 §3.2.3, port too long", host("Host: a:123456\r\n")),
    .refused(400, "RFC 3986 §3.2.2, open bracket", host("Host: [::1\r\n")),
    .refused(400, "RFC 3986 §3.2.2, stray bracket", host("Host: a]\r\n")),
    .refused(400, "RFC 3986 §3.2.2, nothing in brackets", host("Host: []\r\n")),
    .refused(400, "RFC 3986 §3.2.2, not ASCII", host("Host: \u{E9}\r\n")),
]

private func host(_ fields: String) -> String { "GET /echo HTTP/1.1\r\n\(fields)\r\n" }
