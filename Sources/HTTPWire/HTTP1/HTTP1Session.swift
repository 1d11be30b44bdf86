/// The server's side of one HTTP/1.1 connection (RFC 9112): bytes in, requests out; answers in, bytes out.
struct HTTP1Session {
    private let commons: WireCommons
    private var parser: RequestParser
    private var input = InputBuffer()
    /// Requests begun and not yet wholly answered; the first one writes straight to `output`.
    private var exchanges = ExchangeQueue()
    private var output: [UInt8] = []
    private var lastStream: Int64 = 0
    private var isStopped = false
    private var isDraining = false
    private var hasInputEnded = false

    init(_ commons: WireCommons) {
        self.commons = commons
        parser = RequestParser(commons)
    }

    /// Takes the first `count` bytes of `buffer`; `next()` is to be called until it has nothing more.
    mutating func receive(_ buffer: consuming [UInt8], count: Int) {
        if !isStopped { input.receive(consume buffer, count: count) }
    }

    /// The next thing that the bytes received came to; after nil, the buffer they lay in is let go of.
    ///
    /// Bytes are held back while too many requests wait for their answers.
    mutating func next() -> WireEvent? {
        guard !input.isEmpty || hasInputEnded else {
            commons.endTurn()
            return nil
        }
        while !isStopped && !isHeldBack {
            switch parser.next(from: &input) {
            case .needsInput:
                endTurn()
                return nil
            case .head(let parts, let closes, let expectsContinue):
                open(parts, closes: closes, expectsContinue: expectsContinue)
            case .request(let parts, let closes): return .request(received(parts, closes: closes))
            case .refused(let refusal, let head, let isHead): return .refused(refused(refusal, head, isHead: isHead))
            }
        }
        endTurn()
        return nil
    }

    var wantsInput: Bool {
        !isStopped && !hasInputEnded && !isHeldBack && pendingOutput < commons.limits.outputBytes
    }

    /// Whether to close, everything having been read, answered and taken.
    var isFinished: Bool { isStopped && exchanges.isEmpty && output.isEmpty }

    /// A head that has not come to its end is a request too, or a slow one would have the time of an idle connection.
    var hasOpenRequests: Bool { !exchanges.isEmpty || !input.isEmpty }

    /// Bytes set aside for requests that are not whole.
    var heldRequestBytes: Int { input.heldBytes + parser.heldBytes }

    /// Lets the request that has begun, if any, be the last.
    mutating func drain() {
        isDraining = true
        if parser.isBetweenRequests && input.isEmpty { stop() }
    }

    /// The peer sends no more: what it asked is still answered, what it left half-said is forgotten.
    mutating func endOfInput() {
        hasInputEnded = true
        abandonHalfSaid()
    }

    private mutating func endTurn() {
        input.settle()
        commons.endTurn()
        abandonHalfSaid()
    }

    /// Once the end has come, requests held back are still whole; what is left after them is not.
    private mutating func abandonHalfSaid() {
        guard hasInputEnded, !isStopped, !isHeldBack || input.isEmpty else { return }
        exchanges.removeHalfSaid()
        stop()
    }

    /// Whether what was asked must be answered first, or what was answered be taken.
    private var isHeldBack: Bool {
        let hasEnough =
            exchanges.count >= commons.limits.pipelinedRequests || output.count >= commons.limits.streamOutputBytes
        return hasEnough && parser.isBetweenRequests
    }

    private mutating func stop() {
        isStopped = true
        parser.stop()
        input.removeAll()
        exchanges.changeLast { $0.closes = true }
    }
}

// Requests.
extension HTTP1Session {
    private mutating func open(_ parts: RequestParts, closes: Bool, expectsContinue: Bool) {
        append(isHead: parts.isForHead, parts.version, closes: closes, .receiving)
        // RFC 9110 §10.1.1: not once some of the body has come.
        guard expectsContinue, input.isEmpty else { return }
        write(at: exchanges.count - 1) { _, output in output.append(contentsOf: ResponseWriter.interimContinue) }
    }

    private mutating func received(_ parts: RequestParts, closes: Bool) -> WireRequest {
        if isReceiving {
            exchanges.changeLast { $0.phase = .waiting }
        } else {
            append(isHead: parts.isForHead, parts.version, closes: closes, .waiting)
        }
        if closes || isDraining { stop() }
        parts.stream = StreamID(lastStream)
        return WireRequest(parts)
    }

    /// A refusal ends the connection: where the next request would begin is anybody's guess (RFC 9112 §11.2).
    private mutating func refused(_ refusal: WireRefusal, _ head: RequestHead?, isHead: Bool) -> RefusedRequest {
        if isReceiving {
            exchanges.changeLast { $0.phase = .waiting }
        } else {
            append(isHead: isHead, head?.version ?? .http11, closes: true, .waiting)
        }
        stop()
        return RefusedRequest(stream: StreamID(lastStream), refusal: refusal, head: head, closesConnection: true)
    }

    /// Whether the request at hand has been opened, before its body came.
    private var isReceiving: Bool {
        if case .receiving? = exchanges.last?.phase { true } else { false }
    }

    private mutating func append(isHead: Bool, _ version: HTTPVersion, closes: Bool, _ phase: Exchange.Phase) {
        lastStream += 1
        exchanges.append(
            Exchange(
                stream: StreamID(lastStream), isHead: isHead, isHTTP10: version == .http10, closes: closes,
                phase: phase))
    }
}

// Answers.
extension HTTP1Session {
    /// Answers a request; nothing happens when it is not open or has its answer.
    mutating func respond(to stream: StreamID, head: ResponseHead, body: ResponseBody) {
        switch body {
        case .complete(let bytes): respond(to: stream, head: head, bytes)
        case .streaming:
            guard let index = waiting(stream) else { return }
            write(at: index) { exchange, output in exchange.beginStreaming(head, to: &output) }
        }
    }

    mutating func respond(to stream: StreamID, head: ResponseHead, _ body: [UInt8]) {
        guard let index = waiting(stream) else { return }
        guard index > 0 else { return exchanges.answerFirst(head, body, to: &output) }
        write(at: index) { exchange, held in exchange.answer(head, body, to: &held) }
    }

    /// Which exchange that is, if it waits for its answer.
    private func waiting(_ stream: StreamID) -> Int? {
        guard let index = exchanges.index(of: stream), case .waiting? = exchanges[index]?.phase else { return nil }
        return index
    }

    mutating func send(_ bytes: [UInt8], on stream: StreamID) {
        guard let index = exchanges.index(of: stream) else { return }
        write(at: index) { exchange, output in exchange.append(bytes, to: &output) }
    }

    mutating func finish(_ stream: StreamID) {
        guard let index = exchanges.index(of: stream) else { return }
        write(at: index) { exchange, output in exchange.finish(to: &output) }
    }

    /// Whether more of that answer's body is welcome now.
    func canSend(on stream: StreamID) -> Bool {
        guard let index = exchanges.index(of: stream) else { return false }
        return (index == 0 ? output.count : exchanges.heldBytes(at: index)) < commons.limits.streamOutputBytes
    }

    /// Whether there is something to take.
    var hasOutput: Bool { !output.isEmpty }

    /// Bytes of answers that were not taken yet.
    var pendingOutput: Int { output.count + exchanges.heldBytes }

    /// Lends room for answers, to be taken back with them.
    mutating func lend(_ room: consuming [UInt8]) {
        if output.isEmpty { output = room }
    }

    mutating func takeOutput() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &output)
        return taken
    }

    /// Writes to the connection if it is that exchange's turn, and else to what is held for it.
    private mutating func write(at index: Int, _ body: (inout Exchange, inout [UInt8]) -> Void) {
        exchanges.write(at: index, to: &output, body)
    }
}
