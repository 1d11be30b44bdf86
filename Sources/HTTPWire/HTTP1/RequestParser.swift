/// Turns bytes into requests, one after the other.
struct RequestParser {
    /// What the next bytes came to.
    enum Step {
        case needsInput
        /// A head is there; its body, if any, comes next.
        case head(RequestHead, MessageFraming)
        case request(RequestHead, body: [UInt8])
        /// Nothing behind it can be trusted to begin where a request begins.
        case refused(WireRefusal, RequestHead?, RequestMethod?)
    }

    private enum Phase {
        case head
        case sizedBody(remaining: Int)
        case chunkedBody
        case stopped
    }

    private let limits: WireLimits
    private let bodyLimit: (RequestHead) -> Int
    private var phase = Phase.head
    private var headParser: HeadParser
    private var chunks: ChunkedBody
    private var head: RequestHead?
    private var body: [UInt8] = []

    init(limits: WireLimits, bodyLimit: @escaping (RequestHead) -> Int) {
        self.limits = limits
        self.bodyLimit = bodyLimit
        headParser = HeadParser(limits: limits)
        chunks = ChunkedBody(bodyLimit: 0, limits: limits)
    }

    /// Whether the parser stands between two requests.
    var isBetweenRequests: Bool {
        if case .head = phase { true } else { false }
    }

    mutating func stop() { phase = .stopped }

    mutating func next(from input: inout InputBuffer) -> Step {
        do throws(WireRefusal) {
            switch phase {
            case .stopped:
                input.removeAll()
                return .needsInput
            case .head:
                guard let head = try headParser.next(from: &input) else { return .needsInput }
                return .head(head, try begin(head))
            case .sizedBody(let remaining):
                return moveBody(remaining, from: &input)
            case .chunkedBody:
                guard try chunks.advance(&input, into: &body) else { return .needsInput }
                return finish()
            }
        } catch {
            phase = .stopped
            return .refused(error, head, head?.method ?? headParser.method)
        }
    }

    /// Decides how the body ends, before any of it is read.
    private mutating func begin(_ head: RequestHead) throws(WireRefusal) -> MessageFraming {
        self.head = head
        let framing = try MessageFraming(head)
        switch framing.body {
        case .none:
            phase = .sizedBody(remaining: 0)
        case .length(let count):
            guard count <= bodyLimit(head) else { throw .bodyTooLarge }
            phase = .sizedBody(remaining: count)
        case .chunked:
            chunks = ChunkedBody(bodyLimit: max(0, bodyLimit(head)), limits: limits)
            phase = .chunkedBody
        }
        return framing
    }

    private mutating func moveBody(_ remaining: Int, from input: inout InputBuffer) -> Step {
        let count = min(remaining, input.count)
        if count > 0 { input.move(count, to: &body) }
        guard count == remaining else {
            phase = .sizedBody(remaining: remaining - count)
            return .needsInput
        }
        return finish()
    }

    private mutating func finish() -> Step {
        guard let head else { return .needsInput }
        defer {
            self.head = nil
            body = []
            headParser = HeadParser(limits: limits)
            phase = .head
        }
        return .request(head, body: body)
    }
}
