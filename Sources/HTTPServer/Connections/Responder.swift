package import HTTPWire
package import Reactor

/// What answers requests on one loop; a plain object that lives there.
package protocol Responder: AnyObject {
    /// The largest body a request may bring, in bytes; decided before any of it is read.
    var bodyBytesMax: (RequestHead) -> Int { get }

    /// The answer, when it takes no waiting: no task is made, and answers of one readable event leave in one send.
    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> Response?

    /// The answer, when it takes waiting.
    func respond(to request: Request, on loop: isolated EventLoop) async -> Response

    /// Called for every answer that leaves, whoever made it.
    func answered(_ head: RequestHead?, status: Int, after duration: Duration)
}
