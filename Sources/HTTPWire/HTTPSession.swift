/// One connection's HTTP, whichever version it turns out to speak.
///
/// Bytes in, events out; answers in, bytes out. It sees no socket and no clock. After `receive`, `respond`, `finish` or
/// `takeOutput`, call `next()` until it has nothing more: it also hands over what had to wait. Once `isFinished`, the
/// connection is to be closed.
package final class HTTPSession {
    private enum Mode {
        /// TLS has not agreed on a protocol yet.
        case agreeing
        case detecting
        case http1
        case http2(HTTP2Session)
        /// The connection ended before it said anything.
        case ended
    }

    private let commons: WireCommons
    private var mode: Mode
    private var detector = ProtocolDetector()
    /// What is spoken unless the first bytes say otherwise.
    ///
    /// Unchecked: an HTTP/1.1 session calls nobody who knows this object, so no access can begin within another, and
    /// to have that checked at run time would cost more than reading a head.
    @exclusivity(unchecked) private var http1: HTTP1Session
    /// Asked to drain before the version was known.
    private var isDraining = false

    /// A connection without TLS: HTTP/1.1, or HTTP/2 with prior knowledge, as its first bytes say.
    package init(cleartext commons: WireCommons) {
        self.commons = commons
        mode = .detecting
        unsafe http1 = HTTP1Session(commons)
    }

    /// A connection whose TLS handshake is to agree on a protocol.
    package init(agreeing commons: WireCommons) {
        self.commons = commons
        mode = .agreeing
        unsafe http1 = HTTP1Session(commons)
    }

    /// The TLS handshake agreed on a protocol; without an agreement it is HTTP/1.1 (RFC 9113 §3.2).
    package func agree(on name: String?) {
        guard case .agreeing = mode else { return }
        mode = name == "h2" ? .http2(HTTP2Session(commons)) : .http1
    }

    /// Whether it is known what is spoken, or the first bytes will tell.
    package var hasAgreed: Bool {
        if case .agreeing = mode { false } else { true }
    }

    /// Takes the first `count` bytes of `buffer`, which is shared until `next()` has nothing more, and not copied.
    ///
    /// - Parameter now: Monotonic time in nanoseconds; what `unfinishedSince` tells later.
    package func receive(_ buffer: consuming [UInt8], count: Int, at now: Int64 = 0) {
        switch mode {
        case .http1: unsafe http1.receive(consume buffer, count: count)
        case .http2(let session): session.receive(buffer.span.extracting(first: count), at: now)
        case .detecting: detect(buffer, count, at: now)
        case .agreeing, .ended: break
        }
    }

    /// The next thing that received bytes, or an answer gone out, have come to.
    package func next() -> WireEvent? {
        switch mode {
        case .http1: unsafe http1.next()
        case .http2(let session): session.next()
        case .agreeing, .detecting, .ended: nil
        }
    }

    private func detect(_ buffer: [UInt8], _ count: Int, at now: Int64) {
        let verdict = detector.receive(buffer.span.extracting(first: count))
        guard verdict != .undecided else { return }
        mode = verdict == .http2 ? .http2(HTTP2Session(commons)) : .http1
        if !detector.seen.isEmpty { receive(detector.seen, count: detector.seen.count, at: now) }
        detector = ProtocolDetector()
        if isDraining { drain() }
        receive(buffer, count: count, at: now)
    }

    /// The peer sends no more: what it asked is still answered, what it left half-said is forgotten.
    package func endOfInput() {
        switch mode {
        case .agreeing, .detecting: mode = .ended
        case .http1: unsafe http1.endOfInput()
        case .http2(let session): session.endOfInput()
        case .ended: break
        }
    }

    /// Takes no new requests, answers the ones begun, and then is finished.
    package func drain() {
        switch mode {
        case .agreeing: mode = .ended
        case .detecting:
            // A few bytes may be the beginning of a request, and that one is still welcome.
            if detector.seen.isEmpty { mode = .ended } else { isDraining = true }
        case .http1: unsafe http1.drain()
        case .http2(let session): session.drain()
        case .ended: break
        }
    }
}

// Answers.
extension HTTPSession {
    /// Answers a request; nothing happens when nobody waits for it any more.
    package func respond(to stream: StreamID, head: ResponseHead, body: ResponseBody) {
        switch mode {
        case .agreeing, .detecting, .ended: break
        case .http1: unsafe http1.respond(to: stream, head: head, body: body)
        case .http2(let session): session.respond(to: stream, head: head, body: body)
        }
    }

    /// The same with a body that is all here, and not counted on the way.
    package func respond(to stream: StreamID, head: ResponseHead, _ body: [UInt8]) {
        if case .http1 = mode {
            unsafe http1.respond(to: stream, head: head, body)
        } else {
            respond(to: stream, head: head, body: .complete(body))
        }
    }

    /// Adds to the body of an answer begun as `.streaming`.
    package func send(_ bytes: [UInt8], on stream: StreamID) {
        switch mode {
        case .agreeing, .detecting, .ended: break
        case .http1: unsafe http1.send(bytes, on: stream)
        case .http2(let session): session.send(bytes, on: stream)
        }
    }

    /// Ends an answer begun as `.streaming`.
    package func finish(_ stream: StreamID) {
        switch mode {
        case .agreeing, .detecting, .ended: break
        case .http1: unsafe http1.finish(stream)
        case .http2(let session): session.finish(stream)
        }
    }

    /// Whether more of that answer's body is welcome now.
    package func canSend(on stream: StreamID) -> Bool {
        switch mode {
        case .agreeing, .detecting, .ended: false
        case .http1: unsafe http1.canSend(on: stream)
        case .http2(let session): session.canSend(on: stream)
        }
    }

    /// Lends an empty array with room for answers; `takeOutput` gives it back, written or not.
    package func lend(_ room: consuming [UInt8]) {
        switch mode {
        case .http1: unsafe http1.lend(room)
        case .http2(let session): session.lend(room)
        case .agreeing, .detecting, .ended: break
        }
    }

    /// Everything that may be written now.
    package func takeOutput() -> [UInt8] {
        switch mode {
        case .agreeing, .detecting, .ended: []
        case .http1: unsafe http1.takeOutput()
        case .http2(let session): session.takeOutput()
        }
    }
}

// How it stands.
extension HTTPSession {
    /// Whether `takeOutput` has something to hand over.
    package var hasOutput: Bool {
        switch mode {
        case .agreeing, .detecting, .ended: false
        case .http1: unsafe http1.hasOutput
        case .http2(let session): session.hasOutput
        }
    }

    /// Bytes of answers that were not taken yet, whatever holds them back.
    package var pendingOutput: Int {
        switch mode {
        case .agreeing, .detecting, .ended: 0
        case .http1: unsafe http1.pendingOutput
        case .http2(let session): session.pendingOutput
        }
    }

    /// Whether to read from the peer; also stop reading while what was taken cannot be written.
    package var wantsInput: Bool {
        switch mode {
        case .agreeing, .detecting: true
        case .http1: unsafe http1.wantsInput
        case .http2(let session): session.wantsInput
        case .ended: false
        }
    }

    /// Whether to close: nothing more will be read or written.
    package var isFinished: Bool {
        switch mode {
        case .agreeing, .detecting: false
        case .http1: unsafe http1.isFinished
        case .http2(let session): session.isFinished
        case .ended: true
        }
    }

    /// Whether some request has begun and not been wholly answered; without one, the connection is idle.
    package var hasOpenRequests: Bool {
        switch mode {
        case .detecting: !detector.seen.isEmpty
        case .agreeing, .ended: false
        case .http1: unsafe http1.hasOpenRequests
        case .http2(let session): session.hasOpenRequests
        }
    }

    /// When the oldest request began whose last byte has not come, over HTTP/2: there others come and go beside it.
    package var unfinishedSince: Int64? {
        if case .http2(let session) = mode { session.unfinishedSince } else { nil }
    }

    /// Bytes that are kept of requests: over HTTP/1.1 of those that are not whole, over HTTP/2 of those that have not
    /// been answered either, for only there does the session keep them.
    package var heldRequestBytes: Int {
        switch mode {
        case .agreeing, .detecting, .ended: 0
        case .http1: unsafe http1.heldRequestBytes
        case .http2(let session): session.heldRequestBytes
        }
    }

    /// What the connection speaks, for logs and metrics; nil before that is known.
    package var version: HTTPVersion? {
        switch mode {
        case .agreeing, .detecting, .ended: nil
        case .http1: .http11
        case .http2: .http2
        }
    }
}

// For whoever wants all at once: tests and fuzzing.
extension HTTPSession {
    package convenience init(
        cleartext limits: WireLimits = WireLimits(), bodyLimit: @escaping (RequestHead) -> Int
    ) {
        self.init(cleartext: WireCommons(limits: limits, bodyLimit: bodyLimit))
    }

    package convenience init(
        negotiated name: String?, limits: WireLimits = WireLimits(), bodyLimit: @escaping (RequestHead) -> Int
    ) {
        self.init(agreeing: WireCommons(limits: limits, bodyLimit: bodyLimit))
        agree(on: name)
    }

    package func receive(_ bytes: [UInt8]) -> [WireEvent] {
        receive(bytes, count: bytes.count)
        return resume()
    }

    package func resume() -> [WireEvent] {
        var events: [WireEvent] = []
        while let event = next() { events.append(event) }
        return events
    }
}
