/// The protocol a request came in.
///
/// Any later 1.x counts as 1.1, the highest minor version we speak (RFC 9110 §2.5).
package enum HTTPVersion: String, Equatable, Sendable {
    case http10 = "HTTP/1.0"
    case http11 = "HTTP/1.1"
    case http2 = "HTTP/2"
}
