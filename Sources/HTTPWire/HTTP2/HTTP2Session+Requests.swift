internal import Bytes
internal import CNGHTTP2

// What the client's frames come to.
extension HTTP2Session {
    /// What is wrong with one more such frame, if anything; only what brings no request any further takes patience.
    func objection(to frame: FrameCensus.Head) -> nghttp2_error_code? {
        noteBlock(frame)
        switch UInt32(frame.type) {
        case NGHTTP2_DATA.rawValue where frame.length > limits.smallDataBytes: return nil
        case NGHTTP2_HEADERS.rawValue where frame.stream > lastHeaders:
            lastHeaders = frame.stream
            // As long as our settings wait, the client may fill a table that we do not want (RFC 9113 §6.5.3).
            guard let count = requestsBeforeAcknowledgement else { return nil }
            requestsBeforeAcknowledgement = count + 1
            return count < limits.requestsBeforeAcknowledgement ? nil : NGHTTP2_SETTINGS_TIMEOUT
        // These have limits of their own.
        case NGHTTP2_CONTINUATION.rawValue, NGHTTP2_RST_STREAM.rawValue: return nil
        case NGHTTP2_SETTINGS.rawValue where UInt32(frame.flags) & NGHTTP2_FLAG_ACK.rawValue != 0:
            requestsBeforeAcknowledgement = nil
        default: break
        }
        return controlFrames.spend() ? nil : NGHTTP2_ENHANCE_YOUR_CALM
    }

    /// Blocks never overlap (RFC 9113 §4.3), so any frame but CONTINUATION says that none is open.
    private func noteBlock(_ frame: FrameCensus.Head) {
        switch UInt32(frame.type) {
        case NGHTTP2_HEADERS.rawValue: openBlockBytes = frame.length
        case NGHTTP2_CONTINUATION.rawValue: openBlockBytes += frame.length
        default: openBlockBytes = 0
        }
    }

    func headersBegan(stream id: Int32, isRequest: Bool) -> CallbackVerdict {
        unsafe headerBlock.begin(isTrailer: !isRequest)
        // RFC 9110 §6.5.1: no trailer means anything here.
        guard isRequest else { return .goOn }
        lastRequest = max(lastRequest, id)
        guard unsentBytes < limits.outputBytes, requestBytes < limits.requestBytes else {
            // Safe to ask again, elsewhere or later: nothing was done (RFC 9113 §8.7).
            reset(id, NGHTTP2_REFUSED_STREAM)
            return .goOn
        }
        open(HTTP2Stream(id: id, at: now))
        unsafe headerBlock.collect()
        return .goOn
    }

    func fieldReceived(name: Span<UInt8>, value: Span<UInt8>) -> CallbackVerdict {
        unsafe headerBlock.take(name, value, commons.limits) == .unbearable ? endConnection() : .goOn
    }

    /// A field with bytes that no field may have makes the request malformed (RFC 9113 §8.2.1).
    func invalidFieldReceived(stream id: Int32, byteCount: Int) -> CallbackVerdict {
        guard unsafe headerBlock.count(byteCount, commons.limits) != .unbearable else { return endConnection() }
        reset(id, NGHTTP2_PROTOCOL_ERROR)
        return .resetStream
    }

    func headersEnded(stream id: Int32, endsRequest: Bool) {
        openBlockBytes = 0
        defer { unsafe headerBlock.end() }
        guard let stream = stream(id) else { return }
        if unsafe headerBlock.verdict != .good {
            unsafe stream.isHead = stream.isHead || headerBlock.isHead
            if !stream.isRefused { refuse(stream, .headerTooLarge, stream.head) }
        } else if unsafe !headerBlock.isTrailer {
            unsafe hold(headerBlock.fieldBytes, for: stream)
            readHead(of: stream, hasBody: !endsRequest)
        }
        if endsRequest { requestEnded(stream) }
    }

    func dataReceived(_ bytes: Span<UInt8>, on id: Int32) {
        guard let stream = stream(id) else { return }
        guard !stream.isRefused else { return throwAway(bytes.count, of: stream) }
        guard bytes.count <= stream.bodyLimit - stream.bodyCount else {
            return refuse(stream, .bodyTooLarge, stream.head)
        }
        guard commons.hasRoom(forBody: stream.bodyCount + bytes.count) else {
            return refuse(stream, .noRoom, stream.head)
        }
        // A body that has the connection for itself is bounded by its route.
        guard requestBytes == stream.heldBytes || bytes.count <= limits.requestBytes - requestBytes else {
            stream.isRefused = true
            return reset(id, NGHTTP2_REFUSED_STREAM)
        }
        hold(stream.append(toBody: bytes), for: stream)
    }

    /// - Parameter isPadding: Nothing but padding, and more of it than passes for a small frame.
    func dataEnded(stream id: Int32, isPadding: Bool, endsRequest: Bool) -> CallbackVerdict {
        if endsRequest, let stream = stream(id) { requestEnded(stream) }
        return !isPadding || controlFrames.spend() ? .goOn : endConnection()
    }

    /// Theirs, or one of ours that they provoked: either way work was begun for nothing.
    func streamReset() -> CallbackVerdict { resets.spend() ? .goOn : endConnection() }

    func streamClosed(_ id: Int32) {
        guard let stream = stream(id) else { return }
        unsafe streams.remove(stream)
        unsentBytes -= stream.unsentBytes
        requestBytes -= stream.heldBytes
        if !stream.isRequestEnded { unfinishedCount -= 1 }
        guard stream.isAnnounced && !stream.isAnswerSent else { return }
        // A request that nobody has heard of yet need not be heard of at all.
        if unsafe !events.forget(stream.streamID) { unsafe events.append(.streamClosed(stream.streamID)) }
    }

    func reset(_ id: Int32, _ code: nghttp2_error_code) {
        guard let session = unsafe session else { return }
        unsafe nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    }

    private func readHead(of stream: HTTP2Stream, hasBody: Bool) {
        unsafe stream.isHead = headerBlock.isHead
        do throws(WireRefusal) {
            stream.head = try unsafe headerBlock.readHead(into: commons.http2.freshParts(), commons)
            guard let expectsContinue = try stream.head.map(MessageFraming.expectsContinue), hasBody else { return }
            try readLength(of: stream)
            if expectsContinue { sendContinue(on: stream) }
        } catch {
            refuse(stream, error, stream.head)
        }
    }

    private func readLength(of stream: HTTP2Stream) throws(WireRefusal) {
        guard let head = stream.head else { return }
        stream.bodyLimit = commons.bodyLimit(for: head)
        guard let length = head.fields.bytes(of: "content-length") else { return }
        let count = try MessageFraming.contentLength(length)
        guard count <= stream.bodyLimit else { throw .bodyTooLarge }
        guard commons.hasRoom(forBody: count) else { throw .noRoom }
    }

    private func refuse(_ stream: HTTP2Stream, _ refusal: WireRefusal, _ head: RequestHead?) {
        stream.isRefused = true
        stream.isAnnounced = true
        _ = stream.takeBody()
        requestBytes -= stream.heldBytes
        stream.heldBytes = 0
        let refused = RefusedRequest(
            stream: stream.streamID, refusal: refusal, head: head, closesConnection: false)
        unsafe events.append(.refused(refused))
    }

    private func requestEnded(_ stream: HTTP2Stream) {
        if !stream.isRequestEnded { unfinishedCount -= 1 }
        stream.isRequestEnded = true
        controlFrames.earn(limits.controlFramesEarned)
        guard !stream.isRefused, let head = stream.takeHead() else { return }
        stream.isAnnounced = true
        unsafe events.append(
            .request(WireRequest(stream: stream.streamID, head: head, bodyBytes: stream.takeBody()[...])))
    }

    /// Whoever was told of a request keeps it until it is answered, so that is when its bytes are let go.
    private func hold(_ count: Int, for stream: HTTP2Stream) {
        stream.heldBytes += count
        requestBytes += count
    }

    private func endConnection() -> CallbackVerdict {
        failure = NGHTTP2_ENHANCE_YOUR_CALM.rawValue
        return .endConnection
    }
}
