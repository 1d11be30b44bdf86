internal import Bytes
internal import CNGHTTP2

/// The client's side of one HTTP/2 connection (RFC 9113) over nghttp2, which carries one request.
///
/// nghttp2 knows frames, HPACK, flow control and the order of things, and whether a content length was true; what a
/// response is, and when enough is enough, is decided here.
@safe package final class HTTP2ClientSession {
    private let limits: ResponseLimits
    /// Owned, and freed in `deinit`; it knows this object, unretained, as its user data.
    private let session: OpaquePointer?
    private var stream: Int32 = 0
    private var unsentBody: [UInt8]
    private var sentCount = 0
    private var headerBlock = HeaderBlock()
    private var controlFrames: Allowance
    private var interimCount = 0
    /// Of the header block being read, or of the last that was no trailer.
    private var status: Int?
    private var fields = FieldSection()
    private var body: [UInt8] = []
    private var refusal: ResponseRefusal?
    /// Whether a byte of any response has come.
    package private(set) var hasBegun = false
    /// Whether the final status is known.
    package private(set) var hasHead = false
    /// All of it, once its last byte is here.
    package private(set) var response: WireResponse?

    package init(_ request: OutgoingRequest, limits: ResponseLimits = ResponseLimits()) {
        self.limits = limits
        unsentBody = request.body
        controlFrames = Allowance(limits.wire.controlFrames)
        unsafe session = HTTP2ClientSetup.makeClient(limits.wire)
        guard let session = unsafe session else {
            refusal = .brokenFrames
            return
        }
        unsafe nghttp2_session_set_user_data(session, Unmanaged.passUnretained(self).toOpaque())
        unsafe HTTP2ClientSetup.submitSettings(session, limits.wire)
        submit(request)
    }

    deinit { unsafe nghttp2_session_del(session) }

    package func receive(_ bytes: Span<UInt8>) throws(ResponseRefusal) {
        if let refusal { throw refusal }
        guard response == nil, let session = unsafe session, !bytes.isEmpty else { return }
        let consumed = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe nghttp2_session_mem_recv(session, buffer.baseAddress, buffer.count)
        }
        if consumed < 0 { refuse(.brokenFrames) }
        if response != nil { return }
        // nghttp2 has said GOAWAY, or was told it, and nothing of ours is open any more.
        if unsafe refusal == nil && nghttp2_session_want_read(session) == 0 { refuse(.brokenFrames) }
        if let refusal { throw refusal }
    }

    /// The server sends no more.
    package func endOfInput() throws(ResponseRefusal) {
        guard response == nil else { return }
        refuse(.endedEarly)
        if let refusal { throw refusal }
    }

    /// Everything nghttp2 may send now, up to a batch.
    ///
    /// Throws when that is a reset, with which nghttp2 answers fields or lengths that HTTP does not allow.
    package func takeOutput() throws(ResponseRefusal) -> [UInt8] {
        var output: [UInt8] = []
        while let session = unsafe session, output.count < limits.wire.outputBatchBytes {
            var bytes: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &bytes)
            if count < 0 { refuse(.brokenFrames) }
            guard count > 0, let first = unsafe bytes else { break }
            unsafe output.append(contentsOf: UnsafeBufferPointer(start: first, count: count))
        }
        if let refusal, response == nil { throw refusal }
        return output
    }

    private func submit(_ request: OutgoingRequest) {
        guard let session = unsafe session else { return }
        var fields = [
            Field(":method", request.method.description), Field(":scheme", request.scheme),
            Field(":authority", request.authority), Field(":path", request.target),
        ]
        fields += request.fields
        if request.tellsLength { fields.append(Field("content-length", String(request.body.count))) }
        unsafe HeaderList(fields).withFields { fields, count in
            var source = unsafe HTTP2ClientCallbacks.bodySource
            stream =
                unsentBody.isEmpty
                ? unsafe nghttp2_submit_request(session, nil, fields, count, nil, nil)
                : unsafe nghttp2_submit_request(session, nil, fields, count, &source, nil)
        }
        if stream < 0 { refuse(.brokenFrames) }
    }

    /// Keeps the first reason: what comes after it is its consequence.
    private func refuse(_ reason: ResponseRefusal) {
        if refusal == nil { refusal = reason }
    }
}

// What the server's frames come to; called back by nghttp2.
extension HTTP2ClientSession {
    /// Copies the next piece of our body to where nghttp2 wants it.
    func readBody(into buffer: UnsafeMutableBufferPointer<UInt8>) -> (count: Int, isLast: Bool) {
        let count = min(buffer.count, unsentBody.count - sentCount)
        unsafe unsentBody.withUnsafeBufferPointer { all in
            _ = unsafe buffer.update(fromContentsOf: all[sentCount..<sentCount + count])
        }
        sentCount += count
        return (count, sentCount == unsentBody.count)
    }

    /// Counts frames that cost us work and bring no response any further.
    func frameBegan(type: UInt8) -> CallbackVerdict {
        switch UInt32(type) {
        case NGHTTP2_DATA.rawValue, NGHTTP2_HEADERS.rawValue, NGHTTP2_CONTINUATION.rawValue: .goOn
        // nghttp2 takes it until the server has acknowledged our settings, and nobody pushes that early in good faith.
        case NGHTTP2_PUSH_PROMISE.rawValue: end(.brokenFrames)
        default: spendControlFrame()
        }
    }

    func headersBegan(stream id: Int32) -> CallbackVerdict {
        guard id == stream else { return .goOn }
        hasBegun = true
        headerBlock = HeaderBlock(isTrailer: hasHead)
        guard !hasHead else { return .goOn }
        (status, fields) = (nil, FieldSection())
        return .goOn
    }

    func fieldReceived(name: Span<UInt8>, value: Span<UInt8>) -> CallbackVerdict {
        let isPseudo = name.count > 0 && name[0] == .colon
        guard headerBlock.count(name.count + value.count, isPseudo: isPseudo, limits.wire) == .good else {
            return end(.headTooLarge)
        }
        // RFC 9110 §6.5.1: no trailer means anything here.
        guard !headerBlock.isTrailer else { return .goOn }
        guard isPseudo else {
            fields.append(name: name, value: value)
            return .goOn
        }
        do throws(ResponseRefusal) {
            status = try StatusLine.status([UInt8](copying: value)[...])
            return .goOn
        } catch { return end(error) }
    }

    /// A field with bytes that no field may have makes the response malformed (RFC 9113 §8.2.1).
    func invalidFieldReceived() -> CallbackVerdict { end(.malformed(.badFieldValue)) }

    func headersEnded(stream id: Int32, endsResponse: Bool) -> CallbackVerdict {
        guard id == stream else { return .goOn }
        if !headerBlock.isTrailer {
            guard let status else { return end(.badStatusLine) }
            guard status >= 200 else { return skipInterim() }
            hasHead = true
        }
        if endsResponse { finish() }
        return .goOn
    }

    func dataReceived(_ bytes: Span<UInt8>) -> CallbackVerdict {
        guard bytes.count <= limits.bodyBytes - body.count else { return end(.bodyTooLarge) }
        unsafe bytes.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
        return .goOn
    }

    func dataEnded(isEmpty: Bool, endsResponse: Bool) -> CallbackVerdict {
        if endsResponse { finish() }
        return isEmpty && !endsResponse ? spendControlFrame() : .goOn
    }

    func streamClosed(_ id: Int32, code: UInt32) {
        guard id == stream, response == nil else { return }
        refuse(.streamReset(code: code))
    }

    private func finish() {
        guard let status, response == nil else { return }
        response = WireResponse(status: status, version: .http2, fields: fields, body: body)
        body = []
    }

    private func skipInterim() -> CallbackVerdict {
        interimCount += 1
        return interimCount <= limits.interimResponses ? .goOn : end(.tooManyInterimResponses)
    }

    private func spendControlFrame() -> CallbackVerdict {
        controlFrames.spend() ? .goOn : end(.brokenFrames)
    }

    private func end(_ reason: ResponseRefusal) -> CallbackVerdict {
        refuse(reason)
        return .endConnection
    }
}
