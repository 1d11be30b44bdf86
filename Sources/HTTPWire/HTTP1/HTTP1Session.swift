/// The server's side of one HTTP/1.1 connection (RFC 9112): bytes in, requests out; answers in, bytes out.
package final class HTTP1Session {
    private let limits: WireLimits
    private var parser: RequestParser
    private var input = InputBuffer()
    /// Requests begun and not yet wholly answered, oldest first; the first one writes straight to `output`.
    private var exchanges: [Exchange] = []
    private var output: [UInt8] = []
    private var lastStream: Int64 = 0
    private var isStopped = false
    private var isDraining = false
    private var hasInputEnded = false

    /// - Parameter bodyLimit: Bytes a request's body may have, asked once for each head that announces one.
    package init(limits: WireLimits = WireLimits(), bodyLimit: @escaping (RequestHead) -> Int) {
        self.limits = limits
        parser = RequestParser(limits: limits, bodyLimit: bodyLimit)
    }

    package func receive(_ bytes: Span<UInt8>) -> [WireEvent] {
        guard !isStopped else { return [] }
        input.append(bytes)
        return resume()
    }

    /// Goes on with bytes held back while too many requests were waiting.
    package func resume() -> [WireEvent] {
        var events: [WireEvent] = []
        while !isStopped && !isHeldBack {
            guard let event = step() else { continue }
            guard case .event(let event) = event else { break }
            events.append(event)
        }
        abandonHalfSaid()
        return events
    }

    package var wantsInput: Bool { !isStopped && !hasInputEnded && !isHeldBack && pendingOutput < limits.outputBytes }

    /// Whether to close, everything having been read, answered and taken.
    package var isFinished: Bool { isStopped && exchanges.isEmpty && output.isEmpty }

    package var hasOpenRequests: Bool { !exchanges.isEmpty }

    /// Lets the request that has begun, if any, be the last.
    package func drain() {
        isDraining = true
        if parser.isBetweenRequests && input.isEmpty { stop() }
    }

    /// The peer sends no more: what it asked is still answered, what it left half-said is forgotten.
    package func endOfInput() {
        hasInputEnded = true
        abandonHalfSaid()
    }

    /// Once the end has come, requests held back are still whole; what is left after them is not.
    private func abandonHalfSaid() {
        guard hasInputEnded, !isStopped, !isHeldBack || input.isEmpty else { return }
        exchanges.removeAll { $0.phase == .receiving }
        stop()
    }

    private var isHeldBack: Bool { parser.isBetweenRequests && exchanges.count >= limits.pipelinedRequests }

    private func stop() {
        isStopped = true
        parser.stop()
        input.removeAll()
        if let last = exchanges.indices.last { exchanges[last].closes = true }
    }
}

// Requests.
extension HTTP1Session {
    private enum Progress {
        case event(WireEvent)
        case needsInput
    }

    /// One step of the parser; nil when it came to nothing that others need to know.
    private func step() -> Progress? {
        switch parser.next(from: &input) {
        case .needsInput:
            return .needsInput
        case .head(let head, let framing):
            open(head, framing)
            return nil
        case .request(let head, let body):
            return .event(.request(received(head, body)))
        case .refused(let refusal, let head, let method):
            return .event(.refused(refused(refusal, head, method)))
        }
    }

    private func open(_ head: RequestHead, _ framing: MessageFraming) {
        lastStream += 1
        exchanges.append(
            Exchange(
                stream: StreamID(lastStream), method: head.method, version: head.version, closes: framing.wantsClose,
                phase: .receiving))
        // RFC 9110 §10.1.1: not once some of the body has come, and not for a request without one.
        guard framing.expectsContinue, framing.body != .none, input.isEmpty else { return }
        write(at: exchanges.count - 1) { _, output in output.append(contentsOf: ResponseWriter.interimContinue) }
    }

    private func received(_ head: RequestHead, _ body: [UInt8]) -> WireRequest {
        let last = exchanges.count - 1
        exchanges[last].phase = .waiting
        if exchanges[last].closes || isDraining { stop() }
        return WireRequest(stream: StreamID(lastStream), head: head, body: body)
    }

    /// A refusal ends the connection: where the next request would begin is anybody's guess (RFC 9112 §11.2).
    private func refused(_ refusal: WireRefusal, _ head: RequestHead?, _ method: RequestMethod?) -> RefusedRequest {
        if exchanges.last?.phase != .receiving {
            lastStream += 1
            exchanges.append(
                Exchange(
                    stream: StreamID(lastStream), method: method, version: head?.version ?? .http11, closes: true,
                    phase: .receiving))
        }
        exchanges[exchanges.count - 1].phase = .waiting
        stop()
        return RefusedRequest(stream: StreamID(lastStream), refusal: refusal, head: head, closesConnection: true)
    }
}

// Answers.
extension HTTP1Session {
    /// Answers a request; nothing happens when it is not open or has its answer.
    package func respond(to stream: StreamID, head: ResponseHead, body: ResponseBody) {
        guard let index = exchanges.firstIndex(where: { $0.stream == stream && $0.phase == .waiting }) else { return }
        write(at: index) { exchange, output in
            switch body {
            case .complete(let bytes): exchange.answer(head, bytes, to: &output)
            case .streaming: exchange.beginStreaming(head, to: &output)
            }
        }
    }

    package func send(_ bytes: [UInt8], on stream: StreamID) {
        guard let index = exchanges.firstIndex(where: { $0.stream == stream }) else { return }
        write(at: index) { exchange, output in exchange.append(bytes, to: &output) }
    }

    package func finish(_ stream: StreamID) {
        guard let index = exchanges.firstIndex(where: { $0.stream == stream }) else { return }
        write(at: index) { exchange, output in exchange.finish(to: &output) }
    }

    /// Whether more of that answer's body is welcome now.
    package func canSend(on stream: StreamID) -> Bool {
        guard let index = exchanges.firstIndex(where: { $0.stream == stream }) else { return false }
        return (index == 0 ? output.count : exchanges[index].held.count) < limits.streamOutputBytes
    }

    /// Bytes of answers that were not taken yet.
    package var pendingOutput: Int { exchanges.reduce(output.count) { $0 + $1.held.count } }

    package func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    private func write(at index: Int, _ body: (inout Exchange, inout [UInt8]) -> Void) {
        guard index == 0 else {
            var held: [UInt8] = []
            swap(&held, &exchanges[index].held)
            body(&exchanges[index], &held)
            exchanges[index].held = held
            return
        }
        body(&exchanges[0], &output)
        releaseAnswered()
    }

    /// Lets the answers whose turn has come follow the one just ended.
    private func releaseAnswered() {
        while let first = exchanges.first, first.phase == .answered {
            exchanges.removeFirst()
            guard !exchanges.isEmpty else { return }
            output.append(contentsOf: exchanges[0].held)
            exchanges[0].held = []
        }
    }
}
