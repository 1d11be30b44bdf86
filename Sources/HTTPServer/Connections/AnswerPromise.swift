package import Reactor

/// An answer that was promised: all that is kept of its request meanwhile.
package final class AnswerPromise {
    private var debt: (connection: ServerConnection, request: OpenRequest)?

    package init() {}

    /// Gives the answer: on the loop, once, and never before `respondAtOnce` has returned.
    package func keep(_ response: Response, on loop: isolated EventLoop) {
        guard let (connection, request) = debt.take() else { return }
        connection.keep(response, promisedTo: request, on: loop)
    }

    func owe(_ request: OpenRequest, to connection: ServerConnection) { debt = (connection, request) }
}
