/// What follows an answer (RFC 9112 §9), and what comes before one (RFC 9110 §10.1.1).
let connectionCases: [StrictnessCase] = [
    .taken("RFC 9112 §9.3, HTTP/1.1 stays open", message("GET"), "GET /echo"),
    .taken("RFC 9112 §9.6, close", message("GET", "Connection: close\r\n"), "GET /echo", then: .closed),
    .taken("RFC 9110 §7.6.1, close in any case", message("GET", "Connection: CLOSE\r\n"), "GET /echo", then: .closed),
    .taken("RFC 9110 §7.6.1, close in a list", message("GET", "Connection: x, close\r\n"), "GET /echo", then: .closed),
    .taken(
        "RFC 9110 §7.6.1, close in a second line", message("GET", "Connection: x\r\nConnection: close\r\n"),
        "GET /echo",
        then: .closed),
    .taken("RFC 9110 §7.6.1, no close in a longer word", message("GET", "Connection: closed\r\n"), "GET /echo"),
    .taken("RFC 9112 §9.3, HTTP/1.0 is closed", message("GET", version: "1.0"), "GET /echo", then: .closed),
    .taken(
        "RFC 9112 §C.2.2, HTTP/1.0 keep-alive is closed too",
        message("GET", "Connection: keep-alive\r\n", version: "1.0"), "GET /echo", then: .closed),
    .taken(
        "RFC 9112 §9.3.2, pipelined", message("GET") + message("POST", "Content-Length: 0\r\n"), "GET /echo",
        "POST /echo"),
    .taken(
        "RFC 9112 §9.3.2, a body between two",
        message("POST", "Content-Length: 3\r\n", "abc") + chunks("1\r\nd\r\n0\r\n\r\n") + message("GET"),
        "POST /echo abc", "POST /echo d", "GET /echo"),
    .taken(
        "RFC 9112 §11.2, what looks like a request inside a body",
        message("POST", "Content-Length: 40\r\n", "GET /smuggled HTTP/1.1\r\nHost: abcdef\r\n\r\n"),
        "POST /echo GET /smuggled HTTP/1.1\r\nHost: abcdef\r\n\r\n"),
    .taken(
        "RFC 9112 §9.3, the malformed one behind a good one", message("GET") + message("GET", "X : y\r\n"), "GET /echo",
        statuses: [200, 400], then: .closed),
    .taken("RFC 9110 §9.3.2, HEAD", message("HEAD"), "HEAD /echo"),
    .taken(
        "RFC 9110 §9.3.2, HEAD of nothing", "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD /x", statuses: [404]),
    .taken(
        "RFC 9110 §7.8, an upgrade nobody takes", message("GET", "Upgrade: h2c\r\nConnection: upgrade\r\n"), "GET /echo"
    ),
    .taken(
        "RFC 9110 §10.1.1, the body behind its expectation is there",
        message("POST", "Expect: 100-continue\r\nContent-Length: 3\r\n", "abc"), "POST /echo abc"),
    .taken(
        "RFC 9110 §10.1.1, nothing to go on with", message("POST", "Expect: 100-continue\r\nContent-Length: 0\r\n"),
        "POST /echo"),
    .taken(
        "RFC 9110 §10.1.1, no expectation in HTTP/1.0",
        message("POST", "Expect: 100-continue\r\nContent-Length: 3\r\n", "abc", version: "1.0"), "POST /echo abc",
        then: .closed),
    .refused(
        417, "RFC 9110 §10.1.1, another one", message("POST", "Expect: 200-ok\r\nContent-Length: 3\r\n", "abc")),
    .refused(
        417, "RFC 9110 §10.1.1, two expectations", message("GET", "Expect: 100-continue\r\nExpect: 100-continue\r\n")),
    .refused(
        413, "RFC 9110 §10.1.1, an expectation over the limit",
        message("POST", "Expect: 100-continue\r\nContent-Length: 1000001\r\n")),
]
