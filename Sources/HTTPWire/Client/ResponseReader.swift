/// Turns the bytes of an HTTP/1.1 server into one response (RFC 9112); what follows it is not looked at.
///
/// The result depends on the bytes alone, never on how they were split. After a method throws, each call throws again.
package struct ResponseReader {
    private enum Phase {
        case head
        case sizedBody(remaining: Int)
        case chunkedBody
        case endlessBody
        case complete
        case refused(ResponseRefusal)
    }

    private let limits: ResponseLimits
    private let method: RequestMethod
    private var phase = Phase.head
    private var input = InputBuffer()
    private var headParser: ResponseHeadParser
    private var chunks: ChunkedBody
    private var interimCount = 0
    private var head: (line: StatusLine, fields: FieldSection)?
    private var body: [UInt8] = []
    /// Whether a byte of any response has come.
    package private(set) var hasBegun = false
    /// All of it, once its last byte is here.
    package private(set) var response: WireResponse?

    /// - Parameter method: What was asked, for the framing depends on it.
    package init(to method: RequestMethod, limits: ResponseLimits = ResponseLimits()) {
        self.method = method
        self.limits = limits
        headParser = ResponseHeadParser(limits: limits)
        chunks = ChunkedBody(bodyLimit: limits.bodyBytes)
    }

    /// Whether the final status is known.
    package var hasHead: Bool { head != nil }

    package mutating func receive(_ bytes: Span<UInt8>) throws(ResponseRefusal) {
        if bytes.count > 0 { hasBegun = true }
        input.append(bytes)
        try keepingRefusal { (reader) throws(ResponseRefusal) in
            while try reader.step() {}
        }
    }

    /// The server sends no more.
    ///
    /// - Parameter isCut: TLS ended without saying so: then a body without a length may be a part of itself
    ///   (RFC 9112 §9.8).
    package mutating func endOfInput(isCut: Bool = false) throws(ResponseRefusal) {
        try keepingRefusal { (reader) throws(ResponseRefusal) in
            switch reader.phase {
            case .complete: return
            case .endlessBody where !isCut: reader.finish()
            case .refused(let refusal): throw refusal
            case .head, .sizedBody, .chunkedBody, .endlessBody: throw .endedEarly
            }
        }
    }

    private mutating func keepingRefusal(
        _ body: (inout ResponseReader) throws(ResponseRefusal) -> Void
    ) throws(ResponseRefusal) {
        do throws(ResponseRefusal) { try body(&self) } catch {
            phase = .refused(error)
            input.removeAll()
            throw error
        }
    }

    /// Whether the bytes at hand may bring us further still.
    private mutating func step() throws(ResponseRefusal) -> Bool {
        switch phase {
        case .refused(let refusal): throw refusal
        case .complete: input.removeAll()
        case .head: return try readHead()
        case .sizedBody(let remaining): try moveBody(remaining)
        case .chunkedBody: try readChunks()
        case .endlessBody:
            guard input.count <= limits.bodyBytes - body.count else { throw .bodyTooLarge }
            input.move(input.count, to: &body)
        }
        return false
    }

    private mutating func readHead() throws(ResponseRefusal) -> Bool {
        guard let (line, fields) = try headParser.next(from: &input) else { return false }
        guard line.status >= 200 else {
            try skipInterim(line.status)
            return true
        }
        head = (line, fields)
        switch try ResponseFraming(line, fields, to: method) {
        case .none, .length(0):
            finish()
        case .length(let count):
            guard count <= limits.bodyBytes else { throw .bodyTooLarge }
            phase = .sizedBody(remaining: count)
        case .chunked: phase = .chunkedBody
        case .untilClose: phase = .endlessBody
        }
        return true
    }

    /// RFC 9110 §15.2: a client must be able to read interim responses it did not ask for, and may ignore them.
    private mutating func skipInterim(_ status: Int) throws(ResponseRefusal) {
        guard status != 101 else { throw .unaskedUpgrade }
        interimCount += 1
        guard interimCount <= limits.interimResponses else { throw .tooManyInterimResponses }
        headParser = ResponseHeadParser(limits: limits)
    }

    private mutating func moveBody(_ remaining: Int) throws(ResponseRefusal) {
        let count = min(remaining, input.count)
        if count > 0 { input.move(count, to: &body) }
        if count == remaining { finish() } else { phase = .sizedBody(remaining: remaining - count) }
    }

    private mutating func readChunks() throws(ResponseRefusal) {
        do throws(WireRefusal) {
            if try chunks.advance(&input, into: &body, limits.wire) { finish() }
        } catch {
            throw ResponseRefusal(error)
        }
    }

    private mutating func finish() {
        guard let head else { return }
        response = WireResponse(
            status: head.line.status, version: head.line.version, fields: head.fields, body: body)
        body = []
        input.removeAll()
        phase = .complete
    }
}
