import HTTPWire

/// A connection without TLS: what it asks does not depend on how it was cut, and it comes to an end.
func feedHTTP1(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    var (content, steering) = Steering.split(input)
    let whole = questions(in: [content])
    let cut = questions(in: steering.pieces(of: content))
    try promise(whole == cut, "the requests are the same wherever the bytes are cut")

    let session = HTTPSession(cleartext: limits) { _ in bodyLimit }
    var conversation = Conversation(session, steering)
    try conversation.run(content)
    // An HTTP/2 client may keep its window shut for ever; that connection is for the server's timers to end.
    try promise(session.isFinished || session.version == .http2, "a connection with nothing left to say is finished")
    return Reading(conversation.hasAnnounced)
}

private let bodyLimit = 200

/// Small, so that inputs of a few hundred bytes cross them.
private let limits: WireLimits = {
    var limits = WireLimits()
    limits.targetBytes = 60
    limits.fieldLineBytes = 80
    limits.headerBytes = 200
    limits.headerFields = 8
    limits.chunkLineBytes = 20
    limits.trailerBytes = 60
    limits.pipelinedRequests = 4
    return limits
}()

/// What a session hears, as values that can be compared; nothing in HTTP/2, whose events depend on timing by design.
private func questions(in pieces: [[UInt8]]) -> [Question] {
    let session = HTTPSession(cleartext: limits) { _ in bodyLimit }
    let events = pieces.flatMap { session.receive($0) }
    return session.version == .http2 ? [] : events.compactMap(Question.init)
}

private struct Question: Equatable {
    var stream: StreamID
    var target: [String?] = []
    var fields: [String] = []
    var body: [UInt8] = []
    var refusal: WireRefusal?

    init?(_ event: WireEvent) {
        switch event {
        case .request(let request):
            stream = request.stream
            let (head, fields) = (request.head, request.head.fields)
            target = [head.method.description, head.path, head.query, head.authority, head.scheme]
            self.fields = (0..<fields.count).map { "\(fields.name(at: $0)): \(fields.value(at: $0))" }
            body = request.body
        case .refused(let refused):
            stream = refused.stream
            refusal = refused.refusal
        case .streamClosed: return nil
        }
    }
}
