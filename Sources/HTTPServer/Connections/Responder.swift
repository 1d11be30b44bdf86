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

    /// Adds what every answer says, also to those that no route made.
    ///
    /// - Parameter head: nil when the head itself was refused.
    func complete(_ response: inout Response, to head: RequestHead?)

    /// Called for every answer that leaves, whoever made it.
    func answered(_ head: RequestHead?, status: Int, after duration: Duration)
}
