package import HTTPWire
package import Reactor

/// What answers requests on one loop; a plain object that lives there.
package protocol Responder: AnyObject {
    /// The largest body a request may bring, in bytes; decided before any of it is read.
    var bodyBytesMax: (RequestHead) -> Int { get }

    /// What can be done without a task, which is most of what there is to do.
    ///
    /// - Parameter then: Takes an answer that was promised, on the loop, once, and never before this returns.
    func respondAtOnce(
        to request: Request, on loop: isolated EventLoop, then: @escaping (Response) -> Void
    ) -> FirstAnswer

    /// The answer, when it takes waiting.
    func respond(to request: Request, on loop: isolated EventLoop) async -> Response

    /// Adds what every answer says, also to those that no route made.
    ///
    /// - Parameter head: nil when the head itself was refused.
    func complete(_ response: inout Response, to head: RequestHead?)

    /// Called for every answer that leaves, whoever made it.
    func answered(_ head: RequestHead?, status: Int, after duration: Duration)
}

/// What became of a request before any task was made for it.
package enum FirstAnswer {
    /// Answers of one readable event leave in one send.
    case now(Response)
    /// The answer is made and waits for something; `then` will be given it.
    case promised
    /// The answer takes waiting: `respond` is asked, in a task.
    case inTask
}
