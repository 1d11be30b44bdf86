package import HTTPWire
package import Reactor

/// What answers requests on one loop; a plain object that lives there.
package protocol Responder: AnyObject {
    /// Where paths lead; each request is looked up once, and carries the match with it.
    var routes: RouteTable { get }

    /// What every answer says, also those that no route made; asked for each, so it is to be at hand.
    var standingFields: FieldBlock { get }

    /// What an answer to this very request says besides; asked while the request is at hand.
    func fields(answering head: RequestHead, _ match: RouteMatch) -> FieldBlock

    /// Whether `answered` wants to see the head of every request, also when the answer came in a later turn.
    var keepsHeads: Bool { get }

    /// What can be done without a task, which is most of what there is to do.
    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer

    /// The answer, when it takes waiting.
    func respond(to request: Request, on loop: isolated EventLoop) async -> Response

    /// Called for every answer that leaves, whoever made it.
    ///
    /// - Parameters:
    ///   - match: Nil when the head itself was refused.
    ///   - hasWaited: Whether it was not answered at once.
    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool)

    /// Told why an answer is an internal error, before it leaves.
    func failed(_ match: RouteMatch?, because reason: String)

    /// Whether `log` wants to hear of an answer with this status; asked for each, once.
    func mayLog(status: Int) -> Bool

    func log(_ exchange: Exchange)
}

extension Responder {
    package func fields(answering head: RequestHead, _ match: RouteMatch) -> FieldBlock { FieldBlock() }
    package var keepsHeads: Bool { false }
    package func failed(_ match: RouteMatch?, because reason: String) {}
    package func mayLog(status: Int) -> Bool { false }
    package func log(_ exchange: Exchange) {}
}

/// What became of a request before any task was made for it.
package enum FirstAnswer {
    /// Answers of one readable event leave in one send.
    case now(Response)
    /// The answer is made and waits for something.
    case promised(AnswerPromise)
    /// The answer takes waiting: `respond` is asked, in a task.
    case inTask
}

/// What is known of a request until its answer leaves.
package struct OpenRequest {
    let stream: StreamID
    /// Nil when the head itself was refused.
    package let match: RouteMatch?
    /// Nil when the head was refused, or is gone: an answer that came in a later turn does not keep it unasked.
    package let head: RequestHead?
    package let peer: IPAddress?
    /// Whether it was not answered at once.
    package let hasWaited: Bool
    /// Monotonic time of the turn that read the request.
    package let start: Duration
    /// What the answer says because of what was asked.
    let fields: FieldBlock

    /// Of a whole request, for as long as its head is at hand.
    init(_ request: consuming Request, on stream: StreamID, at start: Duration, _ fields: FieldBlock) {
        (self.stream, self.start, self.fields) = (stream, start, fields)
        (match, peer, head, hasWaited) = (request.match, request.peer, request.head, false)
    }

    /// Of a whole request that is not answered at once.
    ///
    /// - Parameter head: With bytes of its own, if anybody wants it later.
    init(
        waiting request: Request, on stream: StreamID, at start: Duration, _ fields: FieldBlock,
        keeping head: RequestHead?
    ) {
        (self.stream, self.start, self.fields, self.head) = (stream, start, fields, head)
        (match, peer, hasWaited) = (request.match, request.peer, true)
    }

    /// Of one whose head was refused.
    init(refused stream: StreamID, from peer: IPAddress?, at start: Duration) {
        (self.stream, self.peer, self.start) = (stream, peer, start)
        (match, head, fields, hasWaited) = (nil, nil, FieldBlock(), false)
    }
}
