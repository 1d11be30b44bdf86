/// Where a body ends (RFC 9112 §6, RFC 9110 §8.6): whatever two readers could disagree about is refused.
let lengthCases: [StrictnessCase] = [
    .taken("RFC 9112 §6.2, length", message("POST", "Content-Length: 3\r\n", "abc"), "POST /echo abc"),
    .taken("RFC 9112 §6.2, a length of nothing", message("POST", "Content-Length: 0\r\n"), "POST /echo"),
    .taken("RFC 9110 §8.6, leading zeros", message("POST", "Content-Length: 003\r\n", "abc"), "POST /echo abc"),
    .taken("RFC 9112 §6.3, GET with a body", message("GET", "Content-Length: 3\r\n", "abc"), "GET /echo abc"),
    .refused(411, "RFC 9110 §15.5.12, POST without a length", message("POST")),
    .refused(411, "RFC 9110 §15.5.12, PUT without a length", message("PUT")),
    .refused(411, "RFC 9110 §15.5.12, POST without a length, and a body", message("POST", "", "abc")),
    .taken(
        "RFC 9112 §6.3, POST without a length where none is needed", "POST /bare HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /bare"),
    .taken(
        "RFC 9112 §6.3, POST without a length where there is nothing", "POST /none HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /none", statuses: [404]),
    .taken("RFC 9112 §6.3, GET without a length", message("GET"), "GET /echo"),
    .refused(400, "RFC 9110 §8.6, plus sign", message("POST", "Content-Length: +3\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, minus sign", message("POST", "Content-Length: -3\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, empty", message("POST", "Content-Length:\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, space inside", message("POST", "Content-Length: 1 3\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, hexadecimal", message("POST", "Content-Length: 0x3\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, fraction", message("POST", "Content-Length: 3.0\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, list of the same", message("POST", "Content-Length: 3, 3\r\n", "abc")),
    .refused(400, "RFC 9110 §8.6, list of two", message("POST", "Content-Length: 3, 5\r\n", "abc")),
    .refused(400, "RFC 9112 §6.3, twice the same", message("POST", lengths("3", "3"), "abc")),
    .refused(400, "RFC 9112 §6.3, two that differ", message("POST", lengths("3", "0"), "abc")),
    .refused(400, "RFC 9112 §5.1, space before the colon", message("POST", "Content-Length : 3\r\n", "abc")),
    .refused(413, "RFC 9110 §15.5.14, over the limit", message("POST", "Content-Length: 1000001\r\n")),
    .refused(413, "RFC 9110 §8.6, more than any integer", message("POST", "Content-Length: 18446744073709551619\r\n")),
    .refused(411, "RFC 1945 §8.3, POST in HTTP/1.0 without a length", message("POST", version: "1.0")),
    .taken(
        "RFC 1945 §8.3, POST in HTTP/1.0", message("POST", "Content-Length: 3\r\n", "abc", version: "1.0"),
        "POST /echo abc", then: .closed),
]

private func lengths(_ first: String, _ second: String) -> String {
    "Content-Length: \(first)\r\nX: y\r\ncontent-length: \(second)\r\n"
}

/// Transfer codings (RFC 9112 §6.1): one `chunked`, or nothing.
let codingCases: [StrictnessCase] = [
    .taken("RFC 9112 §7, coding in capitals", coded("Transfer-Encoding: CHUNKED\r\n"), "POST /echo abc"),
    .refused(400, "RFC 9112 §6.3, with a length before", coded("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")),
    .refused(400, "RFC 9112 §6.3, with a length behind", coded("Transfer-Encoding: chunked\r\nContent-Length: 13\r\n")),
    .refused(400, "RFC 9112 §6.1, in HTTP/1.0", message("POST", "Transfer-Encoding: chunked\r\n", version: "1.0")),
    .refused(501, "RFC 9112 §6.1, gzip first", coded("Transfer-Encoding: gzip, chunked\r\n")),
    .refused(400, "RFC 9112 §6.3, chunked not last", coded("Transfer-Encoding: chunked, gzip\r\n")),
    .refused(400, "RFC 9112 §6.3, no chunked", coded("Transfer-Encoding: gzip\r\n")),
    .refused(400, "RFC 9112 §6.3, identity", coded("Transfer-Encoding: identity\r\n")),
    .refused(400, "RFC 9112 §6.1, chunked twice", coded("Transfer-Encoding: chunked, chunked\r\n")),
    .refused(400, "RFC 9112 §6.1, two lines", coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")),
    .refused(
        400, "RFC 9112 §6.1, two that differ", coded("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")),
    .refused(400, "RFC 9112 §6.1, empty", coded("Transfer-Encoding:\r\n")),
    .refused(400, "RFC 9112 §6.1, comma alone", coded("Transfer-Encoding: ,chunked,\r\n")),
    .refused(400, "RFC 9112 §6.1, in quotes", coded("Transfer-Encoding: \"chunked\"\r\n")),
    .refused(400, "RFC 9112 §6.1, with a parameter", coded("Transfer-Encoding: chunked;q=1\r\n")),
    .refused(400, "RFC 9112 §6.1, vertical tab before", coded("Transfer-Encoding: \u{0B}chunked\r\n")),
    .refused(400, "RFC 9112 §6.1, misspelled", coded("Transfer-Encoding: xchunked\r\n")),
    .refused(400, "RFC 9112 §5.1, space before the colon", coded("Transfer-Encoding : chunked\r\n")),
]

private func coded(_ fields: String) -> String { message("POST", fields, "3\r\nabc\r\n0\r\n\r\n") }

/// Chunks (RFC 9112 §7.1).
let chunkCases: [StrictnessCase] = [
    .taken("RFC 9112 §7.1, one chunk", chunks("3\r\nabc\r\n0\r\n\r\n"), "POST /echo abc"),
    .taken("RFC 9112 §7.1, several", chunks("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"), "POST /echo abc"),
    .taken("RFC 9112 §7.1, none", chunks("0\r\n\r\n"), "POST /echo"),
    .taken("RFC 9112 §7.1, leading zeros", chunks("003\r\nabc\r\n000\r\n\r\n"), "POST /echo abc"),
    .taken("RFC 9112 §7.1, capital digits", chunks("A\r\n0123456789\r\n0\r\n\r\n"), "POST /echo 0123456789"),
    .taken("RFC 9112 §7.1.1, extensions ignored", chunks("3;a=b;c=\"d\"\r\nabc\r\n0;e\r\n\r\n"), "POST /echo abc"),
    .taken("RFC 9110 §6.5.1, trailers ignored", chunks("3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n"), "POST /echo abc"),
    .refused(400, "RFC 9112 §7.1, empty size", chunks("\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, size not a number", chunks("g\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, signed size", chunks("+3\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, negative size", chunks("-3\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, prefixed size", chunks("0x3\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, space before the size", chunks(" 3\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, space behind the size", chunks("3 \r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, underscore in the size", chunks("0_3\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, the size overflows", chunks("10000000000000003\r\nabc\r\n0\r\n\r\n")),
    .refused(413, "RFC 9110 §15.5.14, a chunk over the limit", chunks("f4241\r\n")),
    .refused(413, "RFC 9110 §15.5.14, chunks over the limit", chunks("1\r\na\r\nf4240\r\n")),
    .refused(400, "RFC 9112 §7.1, longer than its size", chunks("3\r\nabcd\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, shorter than its size", chunks("5\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, bare LF behind a size", chunks("3\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, bare LF behind a chunk", chunks("3\r\nabc\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1, bare CR behind a chunk", chunks("3\r\nabc\r0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1.1, NUL in an extension", chunks("3;a=\0\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1.1, bare CR in an extension", chunks("3;a\rb\r\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1.1, bare LF in an extension", chunks("3;a\nabc\r\n0\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1.1, an extension too long", chunks("3;\(String(repeating: "a", count: 300))\r\n")),
    .refused(400, "RFC 9112 §7.1.1, too many extensions", chunks(String(repeating: extended, count: 21))),
    .refused(400, "RFC 9112 §7.1.2, folded trailer", chunks("0\r\nX: a\r\n b\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1.2, trailer without a name", chunks("0\r\n: a\r\n\r\n")),
    .refused(400, "RFC 9112 §7.1.2, bare LF behind a trailer", chunks("0\r\nX: a\n\r\n")),
    .refused(431, "RFC 6585 §5, too many trailers", chunks("0\r\n\(String(repeating: "X: a\r\n", count: 3_000))")),
]

private let extended = "1;\(String(repeating: "a", count: 200))\r\na\r\n"
