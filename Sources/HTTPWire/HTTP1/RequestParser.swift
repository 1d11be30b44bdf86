/// Turns bytes into requests, one after the other.
struct RequestParser {
    /// What the next bytes came to.
    enum Step {
        case needsInput
        /// A head is there and its body is not, or not all of it.
        case head(RequestParts, closes: Bool, expectsContinue: Bool)
        /// A whole request, whose head may have been handed over before.
        case request(RequestParts, closes: Bool)
        /// Nothing behind it can be trusted to begin where a request begins.
        case refused(WireRefusal, RequestHead?, isHead: Bool)
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

    /// Bytes set aside for a request that is not whole, besides those that were not looked at yet.
    var heldBytes: Int { partial?.heldBytes ?? 0 }

    mutating func stop() { (isStopped, partial) = (true, nil) }

    mutating func next(from input: inout InputBuffer) -> Step {
        guard !isStopped else {
            input.removeAll()
            return .needsInput
        }
        guard !input.isEmpty else { return .needsInput }
        guard let partial else { return begin(HeadParser(filling: commons.freshParts()), &input) }
        guard case .head(let parser) = partial.phase else { return goOn(partial, &input) }
        self.partial = nil
        return begin(parser, &input)
    }

    /// Reads a head, and the body too if all of it is here.
    private mutating func begin(_ parser: consuming HeadParser, _ input: inout InputBuffer) -> Step {
        var isWhole = false
        do throws(WireRefusal) {
            guard let framing = try parser.next(from: &input, commons) else {
                partial = PartialRequest(.head(parser))
                return .needsInput
            }
            isWhole = true
            return try body(of: parser.parts, framing.get(), &input)
        } catch {
            return refused(error, isWhole ? RequestHead(parser.parts) : nil, isHead: parser.isHead)
        }
    }

    /// Decides how the body ends, before any of it is read.
    private mutating func body(
        of parts: RequestParts, _ framing: MessageFraming, _ input: inout InputBuffer
    ) throws(WireRefusal) -> Step {
        switch framing.body {
        case .none: return .request(parts, closes: framing.wantsClose)
        case .unannounced:
            // RFC 9110 §15.5.12. A body that nobody announced would be read as the next request.
            guard !commons.needsBody(RequestHead(parts)) else { throw .lengthRequired }
            return .request(parts, closes: framing.wantsClose)
        case .length(let count):
            guard count <= commons.bodyLimit(for: RequestHead(parts)) else { throw .bodyTooLarge }
            if count <= input.count {
                parts.body = input.take(count)
                return .request(parts, closes: framing.wantsClose)
            }
            guard commons.hasRoom(forBody: count) else { throw .noRoom }
            partial = PartialRequest(.sizedBody(count), parts, framing)
        case .chunked:
            let body = ChunkedBody(bodyLimit: commons.bodyLimit(for: RequestHead(parts)))
            partial = PartialRequest(.chunkedBody(body), parts, framing)
        }
        return .head(parts, closes: framing.wantsClose, expectsContinue: framing.expectsContinue)
    }

    private mutating func goOn(_ partial: PartialRequest, _ input: inout InputBuffer) -> Step {
        do throws(WireRefusal) {
            guard try partial.advance(&input, commons.limits), let parts = partial.parts, let framing = partial.framing
            else {
                guard commons.hasRoom(forBody: partial.body.count) else { throw .noRoom }
                return .needsInput
            }
            self.partial = nil
            parts.body = partial.body[...]
            return .request(parts, closes: framing.wantsClose)
        } catch {
            return refused(error, partial.parts.map { RequestHead($0) }, isHead: partial.parts?.isForHead == true)
        }
    }

    private mutating func refused(_ refusal: WireRefusal, _ head: RequestHead?, isHead: Bool) -> Step {
        stop()
        return .refused(refusal, head, isHead: isHead)
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
    /// With bytes of their own.
    let parts: RequestParts?
    let framing: MessageFraming?
    private(set) var body: [UInt8] = []

    init(_ phase: Phase, _ parts: RequestParts? = nil, _ framing: MessageFraming? = nil) {
        (self.phase, self.parts, self.framing) = (phase, parts?.detachedHead(), framing)
    }

    var heldBytes: Int { body.capacity + (parts?.headBytes ?? 0) }

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
