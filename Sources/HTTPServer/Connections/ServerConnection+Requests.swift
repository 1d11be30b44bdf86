internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// What HTTP made of the bytes received.
    func handle(_ event: WireEvent, on loop: isolated EventLoop) {
        switch event {
        case .request(let request): dispatch(request, on: loop)
        case .refused(let refused):
            answer(Response(refused), to: refused.stream, head: refused.head, since: loop.now, on: loop)
        case .streamClosed(let stream): streaming.remove(stream)  // Its answer, when it comes, finds no stream.
        }
    }

    private func dispatch(_ wire: WireRequest, on loop: isolated EventLoop) {
        let request = Request(head: wire.head, body: wire.body, peer: peer, isSecure: listener.isSecure)
        let start = loop.now
        // A whole request has come: what the next one may take counts from now. A slow reader gains nothing by asking.
        if deadline.phase != .sending { deadline.enter(.answering, at: start, listener.limits) }
        let first = listener.responder.respondAtOnce(to: request, on: loop) { [self] response in
            pendingCount -= 1
            answer(response, to: wire.stream, head: wire.head, since: start, on: loop)
            advanceWithOthers(on: loop)
        }
        switch first {
        case .now(let response): answer(response, to: wire.stream, head: wire.head, since: start, on: loop)
        case .promised: pendingCount += 1
        case .inTask:
            pendingCount += 1
            Task {
                let response = await listener.responder.respond(to: request, on: loop)
                pendingCount -= 1
                answer(response, to: wire.stream, head: wire.head, since: start, on: loop)
                advanceOrClose(on: loop)
            }
        }
    }

    /// Promises are kept in groups, so several streams of one connection may be answered in one turn: one send for all.
    private func advanceWithOthers(on loop: isolated EventLoop) {
        guard pendingCount > 0 else { return advanceOrClose(on: loop) }
        guard !isAdvanceDue else { return }
        isAdvanceDue = true
        loop.schedule(after: .zero) { [self] in
            isAdvanceDue = false
            advanceOrClose(on: loop)
        }
    }

    private func answer(
        _ response: Response, to stream: StreamID, head: RequestHead?, since start: Duration,
        on loop: isolated EventLoop
    ) {
        listener.responder.answered(head, status: response.head.status, after: EventLoop.monotonicNow() - start)
        guard !isClosed else { return }
        var response = response
        listener.responder.complete(&response, to: head)
        response.head.append(Field("date", listener.date.now()))
        switch response.body {
        case .bytes(let bytes): session?.respond(to: stream, head: response.head, body: .complete(bytes))
        case .stream(let body):
            session?.respond(to: stream, head: response.head, body: .streaming)
            pendingCount += 1
            streaming.insert(stream)
            Task {
                await pump(body, to: stream, on: loop)
                pendingCount -= 1
                advanceOrClose(on: loop)
            }
        }
    }

    /// Writes a body piece by piece, never further ahead of the peer than the limits allow.
    private func pump(_ body: any BodyStream, to stream: StreamID, on loop: isolated EventLoop) async {
        while !isClosed, streaming.contains(stream), let piece = await body.next(on: loop) {
            session?.send(piece, on: stream)
            advanceOrClose(on: loop)
            while !isClosed, streaming.contains(stream), session?.canSend(on: stream) == false || !outbox.isEmpty {
                await withCheckedContinuation { waitingForRoom.append($0) }
            }
            // The time for sending is for one piece, or a long body would end on a slow line.
            deadline.enter(.answering, at: loop.now, listener.limits)
        }
        streaming.remove(stream)
        session?.finish(stream)
    }

    private func advanceOrClose(on loop: isolated EventLoop) {
        guard !isClosed else { return }
        do throws(ConnectionEnd) { try advance(on: loop) } catch { close(on: loop) }
    }
}
