internal import Bytes
internal import CNGHTTP2

/// The server's side of one HTTP/2 connection (RFC 9113) over nghttp2.
///
/// nghttp2 knows frames, HPACK, flow control and the order of things; what a request is, and when enough is enough, is
/// decided here. Windows are refilled by nghttp2 as data comes in, for bodies are bounded by `bodyLimit` and
/// `requestBytes`: a window held back by hand could deadlock many half-sent bodies.
@safe package final class HTTP2Session {
    let commons: WireCommons
    /// Owned, and freed in `deinit`; it knows this object, unretained, as its user data.
    let session: OpaquePointer?
    // Unchecked, here and below: no access to these calls anybody who knows this object, so none can begin within
    // another, and to have that checked at run time cost as much as sending an answer.
    @exclusivity(unchecked) var streams = OpenStreams()
    /// What the callbacks found out since events were last handed over.
    @exclusivity(unchecked) var events = EventQueue()
    var resets: Allowance
    var controlFrames: Allowance
    @exclusivity(unchecked) var headerBlock = HeaderBlock()
    /// Bytes of the requests that were begun and not yet wholly answered.
    var requestBytes = 0
    /// Streams whose request has not come to its end.
    var unfinishedCount = 0
    /// When what is being received came, in monotonic nanoseconds.
    private(set) var now: Int64 = 0
    /// What the frames of a header block that has not ended may hold.
    var openBlockBytes = 0
    /// Requests that came while our settings were unacknowledged; nil once they are.
    var requestsBeforeAcknowledgement: Int? = 0
    /// The highest stream that HEADERS have come for.
    var lastHeaders: Int32 = 0
    private var census = FrameCensus()
    var unsentBytes = 0
    @exclusivity(unchecked) private var output: [UInt8] = []
    /// Set when nghttp2 must not be called again.
    private var hasFailed = false
    /// Set by whoever stops everything; 0 otherwise.
    var failure: UInt32 = 0
    private var drainPhase = DrainPhase.open
    /// The peer has said its last, so no echo comes any more.
    private(set) var hasInputEnded = false
    var lastRequest: Int32 = 0

    enum DrainPhase {
        case open
        /// The notice and a PING are out: what the client sent before it read them is still welcome (RFC 9113 §6.8).
        case noticed
        case closing
    }

    package init(_ commons: WireCommons) {
        self.commons = commons
        let limits = commons.limits
        resets = Allowance(limits.resets)
        controlFrames = Allowance(limits.controlFrames)
        unsafe session = HTTP2Setup.makeServer(limits, commons.http2.memory)
        guard let session = unsafe session else {
            hasFailed = true
            return
        }
        unsafe nghttp2_session_set_user_data(session, Unmanaged.passUnretained(self).toOpaque())
        unsafe HTTP2Setup.submitSettings(session, limits)
    }

    deinit { unsafe nghttp2_session_del(session) }

    /// - Parameter now: Monotonic time in nanoseconds.
    package func receive(_ bytes: Span<UInt8>, at now: Int64 = 0) {
        guard let session = unsafe session, !hasFailed, !bytes.isEmpty else { return }
        self.now = now
        unsafe headerBlock.borrow(&commons.http2.fields)
        defer { unsafe headerBlock.giveBack(to: &commons.http2.fields) }
        let bearable = countBearable(bytes)
        let consumed = unsafe bytes.extracting(..<bearable).withUnsafeBufferPointer { buffer in
            unsafe nghttp2_session_mem_recv(session, buffer.baseAddress, buffer.count)
        }
        if consumed < 0 {
            fail(Int32(clamping: consumed))
        } else if bearable < bytes.count {
            fail(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
        }
    }

    /// How many bytes stand before the frame that was one too many.
    private func countBearable(_ bytes: Span<UInt8>) -> Int {
        var offset = 0
        while let frame = census.next(in: bytes, from: &offset) {
            // A frame without a payload may end here, and must not look as if it had been borne.
            guard let objection = objection(to: frame) else { continue }
            failure = objection.rawValue
            return offset - 1
        }
        return bytes.count
    }

    /// Hands over what came up, also outside `receive`: streams closed while output was taken.
    package func next() -> WireEvent? {
        if let event = unsafe events.next() { return event }
        commons.http2.endTurn()
        return nil
    }

    var limits: WireLimits { commons.limits }

    package var wantsInput: Bool {
        guard let session = unsafe session, !hasFailed else { return false }
        return unsafe nghttp2_session_want_read(session) != 0 && output.count < commons.limits.outputBytes
    }

    package var isFinished: Bool {
        guard unsafe output.isEmpty else { return false }
        guard let session = unsafe session, !hasFailed else { return true }
        return unsafe nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    package var hasOpenRequests: Bool { unsafe !streams.isEmpty }

    /// When the oldest request began whose end has not come; nil without one, as nearly always.
    package var unfinishedSince: Int64? {
        guard unfinishedCount > 0 else { return nil }
        return unsafe streams.all.lazy.filter { !$0.isRequestEnded }.map(\.began).min()
    }

    /// Bytes of requests that were begun and not wholly answered, and what their streams take besides.
    package var heldRequestBytes: Int {
        unsafe requestBytes + openBlockBytes + streams.all.count * limits.streamBytes
    }

    /// Announces the end, and takes no more requests one round trip later (RFC 9113 §6.8).
    package func drain() {
        guard let session = unsafe session, !hasFailed, drainPhase == .open else { return }
        drainPhase = .noticed
        unsafe nghttp2_submit_shutdown_notice(session)
        ping(about: 0)
    }

    /// The client has read the notice, and whatever it asked before has arrived.
    func noticeArrived() {
        guard let session = unsafe session, drainPhase == .noticed else { return }
        drainPhase = .closing
        let last = unsafe nghttp2_session_get_last_proc_stream_id(session)
        unsafe nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, 0, nil, 0)
    }

    /// Requests whose end never comes are forgotten; nothing else can follow.
    package func endOfInput() {
        guard unsafe session != nil, !hasFailed, !hasInputEnded else { return }
        hasInputEnded = true
        for stream in unsafe streams.all where !stream.isRequestEnded {
            if stream.isAnswerSent {
                stopClient(on: stream)
            } else if !stream.isRefused {
                reset(stream.id, NGHTTP2_CANCEL)
            }
        }
        drainPhase = .noticed
        noticeArrived()
    }

}

// Output.
extension HTTP2Session {
    /// Bytes of answers that were not taken yet, whether the peer's window or its socket holds them back.
    package var pendingOutput: Int { unsafe output.count + unsentBytes }

    /// Whether there is something to take.
    package var hasOutput: Bool {
        guard let session = unsafe session, !hasFailed else { return unsafe !output.isEmpty }
        return unsafe !output.isEmpty || nghttp2_session_want_write(session) != 0
    }

    /// Lends an empty array with room for output; `takeOutput` gives it back, written or not.
    package func lend(_ room: consuming [UInt8]) {
        if unsafe output.isEmpty { unsafe output = room }
    }

    /// Everything nghttp2 may send now, up to a batch.
    package func takeOutput() -> [UInt8] {
        collectOutput()
        var taken: [UInt8] = []
        unsafe swap(&taken, &output)
        return taken
    }

    /// Writes a DATA frame whose payload nghttp2 never saw: its head, and the next piece of the stream's answer.
    func writeData(_ head: UnsafeBufferPointer<UInt8>, _ count: Int, of stream: HTTP2Stream) {
        unsafe output.append(contentsOf: head)
        unsafe stream.dequeue(count, into: &output)
        unsentBytes -= count
    }

    private func collectOutput() {
        guard let session = unsafe session else { return }
        let batchBytes = commons.limits.outputBatchBytes
        while unsafe !hasFailed && output.count < batchBytes {
            var bytes: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &bytes)
            if count < 0 { fail(Int32(clamping: count)) }
            guard count > 0, let first = unsafe bytes else { return }
            unsafe output.append(contentsOf: UnsafeBufferPointer(start: first, count: count))
        }
    }

    /// Ends the connection after an error that nghttp2 does not survive: a last GOAWAY, written by hand.
    private func fail(_ code: Int32) {
        guard !hasFailed else { return }
        hasFailed = true
        unsafe output.append(contentsOf: Self.goAway(lastStream: lastRequest, error: failureCode(code)))
        for stream in unsafe streams.all where stream.isAnnounced && !stream.isAnswerSent {
            unsafe events.append(.streamClosed(stream.streamID))
        }
        unsafe streams.removeAll()
        unsentBytes = 0
        (requestBytes, openBlockBytes, unfinishedCount) = (0, 0, 0)
    }

    private func failureCode(_ code: Int32) -> UInt32 {
        if failure != 0 { return failure }
        switch code {
        case NGHTTP2_ERR_FLOODED.rawValue, NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue:
            return NGHTTP2_ENHANCE_YOUR_CALM.rawValue
        case NGHTTP2_ERR_NOMEM.rawValue, NGHTTP2_ERR_CALLBACK_FAILURE.rawValue: return NGHTTP2_INTERNAL_ERROR.rawValue
        default: return NGHTTP2_PROTOCOL_ERROR.rawValue
        }
    }

    /// RFC 9113 §6.8.
    private static func goAway(lastStream: Int32, error: UInt32) -> [UInt8] {
        var frame: [UInt8] = [0, 0, 8, UInt8(NGHTTP2_GOAWAY.rawValue), 0, 0, 0, 0, 0]
        frame.append(bigEndian: UInt32(bitPattern: lastStream))
        frame.append(bigEndian: error)
        return frame
    }
}

// Streams.
extension HTTP2Session {
    /// The stream of that number, as nghttp2 knows it; nil when it is not open.
    func stream(_ id: Int32) -> HTTP2Stream? {
        guard let session = unsafe session, !hasFailed,
            let known = unsafe nghttp2_session_get_stream_user_data(session, id)
        else { return nil }
        return unsafe Unmanaged<HTTP2Stream>.fromOpaque(known).takeUnretainedValue()
    }

    /// `streams` owns it; nghttp2 gives it back with each frame, and forgets it before we do.
    func open(_ stream: HTTP2Stream) {
        guard let session = unsafe session else { return }
        unsafe streams.insert(stream)
        unfinishedCount += 1
        let opaque = unsafe Unmanaged.passUnretained(stream).toOpaque()
        _ = unsafe nghttp2_session_set_stream_user_data(session, stream.id, opaque)
    }
}
