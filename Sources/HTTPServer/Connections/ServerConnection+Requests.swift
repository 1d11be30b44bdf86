internal import Cryptography
internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// Handles what HTTP made of the bytes received; whether there was anything.
    @discardableResult
    func handleEvents(on loop: isolated EventLoop) -> Bool {
        var hasHandled = false
        while let event = session.next() {
            handle(event, on: loop)
            hasHandled = true
        }
        return hasHandled
    }

    private func handle(_ event: WireEvent, on loop: isolated EventLoop) {
        switch event {
        case .request(let request): dispatch(request, on: loop)
        case .refused(let refused): answer(Response(refused), to: open(refused, at: loop.now), on: loop)
        case .streamClosed(let stream): streaming.remove(stream)  // Its answer, when it comes, finds no stream.
        }
    }

    private func dispatch(_ wire: WireRequest, on loop: isolated EventLoop) {
        let responder = listener.responder
        let request = request(wire.head)
        let fields = responder.fields(answering: request.head, request.match)
        countRequest()
        deadline.noteRequest()
        switch responder.respondAtOnce(to: request, on: loop) {
        case .now(let response):
            answer(
                response, fields, to: wire.stream, request.match, hasWaited: false, on: loop,
                OpenRequest(request, on: wire.stream, at: loop.now, fields))
        case .promised(let promise):
            let kept = responder.keepsHeads ? request.head.detached() : nil
            pendingCount += 1
            promise.owe(
                OpenRequest(waiting: request, on: wire.stream, at: loop.now, fields, keeping: kept), to: self)
        case .inTask:
            let kept = request.detached()
            pendingCount += 1
            answerInTask(
                kept, OpenRequest(waiting: kept, on: wire.stream, at: loop.now, fields, keeping: kept.head), on: loop)
        }
    }

    private func request(_ head: consuming RequestHead) -> Request {
        let (sender, match) = (sender(of: head), listener.routes.match(head))
        return Request(
            head: head, peer: sender, isSecure: listener.isSecure, clientCertificate: clientCertificate, match: match)
    }

    /// Clients that never leave are never spread anew, and what a connection gathers would only grow.
    private func countRequest() {
        requestCount += 1
        if requestCount == listener.limits.requestsPerConnectionMax { session.drain() }
    }

    private func answerInTask(_ request: Request, _ open: OpenRequest, on loop: isolated EventLoop) {
        let bytes = session.version == .http2 ? 0 : request.head.byteCount
        waitingBytes += bytes
        Task {
            let response = await listener.responder.respond(to: request, on: loop)
            pendingCount -= 1
            waitingBytes -= bytes
            answer(response, to: open, on: loop)
            advanceOrClose(on: loop)
        }
    }

    private func open(_ refused: RefusedRequest, at now: Duration) -> OpenRequest {
        guard let head = refused.head else { return OpenRequest(refused: refused.stream, from: peer, at: now) }
        let request = Request(
            head: head, peer: peer, isSecure: listener.isSecure, match: listener.routes.match(head))
        let fields = listener.responder.fields(answering: head, request.match)
        return OpenRequest(request, on: refused.stream, at: now, fields)
    }

    /// An answer that was promised is here.
    ///
    /// Promises are kept in groups, so several streams of one connection may be answered in one turn: one send for all.
    func keep(_ response: Response, promisedTo request: OpenRequest, on loop: isolated EventLoop) {
        pendingCount -= 1
        session.lend(listener.takeRoom())
        answer(response, to: request, on: loop)
        guard pendingCount > 0 else { return advanceOrClose(on: loop) }
        guard !isAdvanceDue else { return }
        isAdvanceDue = true
        loop.atTurnEnd(self)
    }

    func turnEnded(on loop: isolated EventLoop) {
        isAdvanceDue = false
        advanceOrClose(on: loop)
    }

    private func answer(_ response: consuming Response, to open: OpenRequest, on loop: isolated EventLoop) {
        answer(response, open.fields, to: open.stream, open.match, hasWaited: open.hasWaited, on: loop, open)
    }

    /// - Parameters:
    ///   - fields: What the answer says because of what was asked.
    ///   - open: What a log is told of; made only for one.
    private func answer(
        _ response: consuming Response, _ fields: FieldBlock, to stream: StreamID, _ match: RouteMatch?,
        hasWaited: Bool, on loop: isolated EventLoop, _ open: @autoclosure () -> OpenRequest
    ) {
        let responder = listener.responder
        responder.answered(match, status: response.head.status, hasWaited: hasWaited)
        if let reason = response.reason { responder.failed(match, because: reason) }
        if responder.mayLog(status: response.head.status) {
            responder.log(Exchange(open(), copy response, session.version, tls: tls?.version))
        }
        guard !isClosed else { return }
        if !fields.isEmpty { response.head.append(fields) }
        response.head.shared = listener.sharedFields()
        switch response.body {
        case .bytes(let bytes): session.respond(to: stream, head: response.head, bytes)
        case .stream(let body):
            session.respond(to: stream, head: response.head, body: .streaming)
            pendingCount += 1
            streaming.insert(stream)
            pumpInTask(body, to: stream, on: loop)
        }
    }

    private func pumpInTask(_ body: any BodyStream, to stream: StreamID, on loop: isolated EventLoop) {
        Task {
            await pump(body, to: stream, on: loop)
            pendingCount -= 1
            advanceOrClose(on: loop)
        }
    }

    /// Writes a body piece by piece, never further ahead of the peer than the limits allow.
    private func pump(_ body: any BodyStream, to stream: StreamID, on loop: isolated EventLoop) async {
        while !isClosed, streaming.contains(stream), let piece = await body.next(on: loop) {
            session.send(piece, on: stream)
            advanceOrClose(on: loop)
            while !isClosed, streaming.contains(stream), !session.canSend(on: stream) || !outbox.isEmpty {
                await withCheckedContinuation { waitingForRoom = waitingForRoom + [$0] }
            }
            // The time for sending is for one piece, or a long body would end on a slow line.
            enter(.answering, on: loop)
        }
        streaming.remove(stream)
        session.finish(stream)
    }

    private func advanceOrClose(on loop: isolated EventLoop) {
        guard !isClosed else { return }
        do throws(ConnectionEnd) { try advance(on: loop) } catch { close(on: loop) }
    }
}
