package import HTTPWire
package import Reactor

/// An answer on its way out.
package struct Response {
    package enum Body {
        case bytes([UInt8])
        /// Written in pieces as the peer takes them: chunked in HTTP/1.1, DATA frames in HTTP/2.
        case stream(any BodyStream)
    }

    package var head: ResponseHead
    package var body: Body
    /// Why this is an internal error, for our log alone.
    package var reason: String?

    package init(status: Int, fields: [Field] = [], body: Body = .bytes([])) {
        head = ResponseHead(status: status, fields: fields)
        self.body = body
    }

    /// With a head that was made before.
    package init(_ head: ResponseHead, _ body: Body) { (self.head, self.body) = (head, body) }

    /// A body with its media type.
    package init(status: Int = 200, type: String, _ bytes: [UInt8]) {
        self.init(status: status, fields: [Field("content-type", type)], body: .bytes(bytes))
    }
}

/// A body too large, or not known far enough, to be one array.
package protocol BodyStream: AnyObject {
    /// The next piece, or nil at the end; asked for only when the peer has taken what came before.
    func next(on loop: isolated EventLoop) async -> [UInt8]?
}
