package import Cryptography
package import HTTPWire
internal import Reactor

/// A request and its answer, for a log; made only when somebody keeps one.
package struct Exchange {
    package let request: OpenRequest
    package let status: Int
    /// Nil while the body is still to come in pieces.
    package let bodyBytes: Int?
    /// What this answer said, besides what all say.
    package let fields: FieldBlock
    package let version: HTTPVersion?
    /// Nil when it came in clear text.
    package let tls: TLSVersion?
    /// From the turn that read the whole request until the answer was made.
    package let took: Duration

    init(_ request: OpenRequest, _ response: Response, _ version: HTTPVersion?, tls: TLSVersion?) {
        self.request = request
        status = response.head.status
        bodyBytes =
            switch response.body {
            case .bytes(let bytes): bytes.count
            case .stream: nil
            }
        fields = response.head.block
        self.version = version
        self.tls = tls
        took = EventLoop.monotonicNow() - request.start
    }
}
