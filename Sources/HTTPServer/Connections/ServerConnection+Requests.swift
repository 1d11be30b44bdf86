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
        let head = wire.head
        let match = listener.routes.match(head)
        let sender = sender(of: head)
        countRequest()
        var request = Request(
            head: head, body: wire.bodyBytes, peer: sender, isSecure: listener.isSecure, match: match)
        if listener.asksForCertificates { request.clientCertificate = clientCertificate }
        var open = OpenRequest(
            stream: wire.stream, match: match, head: head, peer: sender, start: loop.now,
            fields: responder.fields(answering: head, match))
        deadline.noteRequest()
        switch responder.respondAtOnce(to: request, on: loop) {
        case .now(let response): answer(response, to: open, on: loop)
        case .promised(let promise):
            pendingCount += 1
            open.hasWaited = true
            open.head = responder.keepsHeads ? head.detached() : nil
            promise.owe(open, to: self)
        case .inTask:
            pendingCount += 1
            open.hasWaited = true
            let kept = request.detached()
            open.head = kept.head
            answerInTask(kept, open, on: loop)
        }
    }

    /// Clients that never leave are never spread anew, and what a connection gathers would only grow.
    private func countRequest() {
        requestCount += 1
        if requestCount == listener.limits.requestsPerConnectionMax { session.drain() }
    }

    private func answerInTask(_ request: Request, _ open: OpenRequest, on loop: isolated EventLoop) {
        Task {
            let response = await listener.responder.respond(to: request, on: loop)
            pendingCount -= 1
            answer(response, to: open, on: loop)
            advanceOrClose(on: loop)
        }
    }

    private func open(_ refused: RefusedRequest, at now: Duration) -> OpenRequest {
        let responder = listener.responder
        guard let head = refused.head else {
            return OpenRequest(
                stream: refused.stream, match: nil, head: nil, peer: peer, start: now, fields: FieldBlock())
        }
        let match = listener.routes.match(head)
        return OpenRequest(
            stream: refused.stream, match: match, head: head, peer: peer, start: now,
            fields: responder.fields(answering: head, match))
    }

    /// An answer that was promised is here.
    ///
    /// Promises are kept in groups, so several streams of one connection may be answered in one turn: one send for all.
    func keep(_ response: Response, promisedTo request: OpenRequest, on loop: isolated EventLoop) {
        pendingCount -= 1
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

    private func answer(_ response: consuming Response, to request: OpenRequest, on loop: isolated EventLoop) {
        let responder = listener.responder
        responder.answered(request, status: response.head.status)
        if responder.mayLog(status: response.head.status) {
            responder.log(Exchange(request, copy response, session.version, tls: tls?.version))
        }
        guard !isClosed else { return }
        if !request.fields.isEmpty { response.head.append(request.fields) }
        response.head.shared = listener.sharedFields()
        switch response.body {
        case .bytes(let bytes): session.respond(to: request.stream, head: response.head, body: .complete(bytes))
        case .stream(let body):
            session.respond(to: request.stream, head: response.head, body: .streaming)
            pendingCount += 1
            streaming.insert(request.stream)
            pumpInTask(body, to: request.stream, on: loop)
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
