internal import Bytes

/// What a request asks to be done (RFC 9110 §9).
package enum RequestMethod: Hashable, Sendable {
    case get, head, post, put, delete, options, patch, connect, trace
    /// A token nobody here knows, at most `WireLimits.methodBytes` long.
    case other(String)

    /// Methods are case-sensitive (RFC 9110 §9.1), so `get` is `.other("get")`.
    package init(_ token: String) {
        switch token {
        case "GET": self = .get
        case "HEAD": self = .head
        case "POST": self = .post
        case "PUT": self = .put
        case "DELETE": self = .delete
        case "OPTIONS": self = .options
        case "PATCH": self = .patch
        case "CONNECT": self = .connect
        case "TRACE": self = .trace
        default: self = .other(token)
        }
    }
}

extension RequestMethod: CustomStringConvertible {
    package var description: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .patch: "PATCH"
        case .connect: "CONNECT"
        case .trace: "TRACE"
        case .other(let token): token
        }
    }
}

extension RequestMethod {
    /// Reads a token that has been checked; the common ones make no `String`.
    init(_ bytes: Span<UInt8>) {
        switch bytes.count {
        case 3 where bytes.equals("GET"): self = .get
        case 3 where bytes.equals("PUT"): self = .put
        case 4 where bytes.equals("POST"): self = .post
        case 4 where bytes.equals("HEAD"): self = .head
        default: self.init(unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })
        }
    }
}
