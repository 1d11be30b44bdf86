/// Turns bytes into requests, one after the other.
struct RequestParser {
    /// What the next bytes came to.
    enum Step {
        case needsInput
        /// A head is there and its body is not, or not all of it.
        case head(RequestHead, MessageFraming)
        /// A whole request, whose head may have been handed over before.
        case request(RequestHead, MessageFraming, body: ArraySlice<UInt8>)
        /// Nothing behind it can be trusted to begin where a request begins.
        case refused(WireRefusal, RequestHead?, RequestMethod?)
    }

    private let commons: WireCommons
    /// The request that has begun and is not whole; most come whole, and then there is none.
    private var partial: PartialRequest?
    private var isStopped = false

    init(_ commons: WireCommons) { self.commons = commons }

    /// Whether the parser stands between two requests: no head has come without its body.
    var isBetweenRequests: Bool {
        switch partial?.phase {
        case nil, .head: true
        case .sizedBody, .chunkedBody: false
        }
    }

    mutating func stop() { (isStopped, partial) = (true, nil) }

    mutating func next(from input: inout InputBuffer) -> Step {
        guard !isStopped else {
            input.removeAll()
            return .needsInput
        }
        guard !input.isEmpty else { return .needsInput }
        guard let partial else { return begin(HeadParser(reusing: commons.takePlaces()), &input) }
        guard case .head(let parser) = partial.phase else { return goOn(partial, &input) }
        self.partial = nil
        return begin(parser, &input)
    }

    /// Reads a head, and the body too if all of it is here.
    private mutating func begin(_ parser: consuming HeadParser, _ input: inout InputBuffer) -> Step {
        var parser = parser
        var known: RequestHead?
        do throws(WireRefusal) {
            guard var head = try parser.next(from: &input, commons) else {
                partial = PartialRequest(.head(parser))
                return .needsInput
            }
            commons.keep(head.fields.places)
            known = head
            let framing = try MessageFraming(head)
            return try body(&head, framing, &input)
        } catch {
            return refused(error, known, known?.method ?? parser.method)
        }
    }

    /// Decides how the body ends, before any of it is read.
    private mutating func body(
        _ head: inout RequestHead, _ framing: MessageFraming, _ input: inout InputBuffer
    ) throws(WireRefusal) -> Step {
        switch framing.body {
        case .none: return .request(head, framing, body: [])
        case .length(let count):
            guard count <= commons.bodyLimit(for: &head) else { throw .bodyTooLarge }
            if count <= input.count { return .request(head, framing, body: input.take(count)) }
            partial = PartialRequest(.sizedBody(count), head, framing)
        case .chunked:
            partial = PartialRequest(
                .chunkedBody(ChunkedBody(bodyLimit: commons.bodyLimit(for: &head))), head, framing)
        }
        partial?.head = head.detached()
        return .head(head, framing)
    }

    private mutating func goOn(_ partial: PartialRequest, _ input: inout InputBuffer) -> Step {
        do throws(WireRefusal) {
            guard try partial.advance(&input, commons.limits), let head = partial.head, let framing = partial.framing
            else { return .needsInput }
            self.partial = nil
            return .request(head, framing, body: partial.body[...])
        } catch {
            return refused(error, partial.head, partial.head?.method)
        }
    }

    private mutating func refused(_ refusal: WireRefusal, _ head: RequestHead?, _ method: RequestMethod?) -> Step {
        stop()
        return .refused(refusal, head, method)
    }
}

/// A request that has begun and is not whole; it exists only on connections that wait for the rest of one.
final class PartialRequest {
    enum Phase {
        case head(HeadParser)
        /// So many bytes in all.
        case sizedBody(Int)
        case chunkedBody(ChunkedBody)
    }

    private(set) var phase: Phase
    var head: RequestHead?
    let framing: MessageFraming?
    private(set) var body: [UInt8] = []

    init(_ phase: Phase, _ head: RequestHead? = nil, _ framing: MessageFraming? = nil) {
        (self.phase, self.head, self.framing) = (phase, head, framing)
    }

    /// Moves what is there to `body`; true when its last byte has come.
    func advance(_ input: inout InputBuffer, _ limits: WireLimits) throws(WireRefusal) -> Bool {
        switch phase {
        case .head: return false
        case .sizedBody(let count):
            input.move(min(count - body.count, input.count), to: &body)
            return body.count == count
        case .chunkedBody(var chunks):
            let isWhole = try chunks.advance(&input, into: &body, limits)
            phase = .chunkedBody(chunks)
            return isWhole
        }
    }
}
