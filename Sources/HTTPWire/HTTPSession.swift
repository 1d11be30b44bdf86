/// One connection's HTTP, whichever version it turns out to speak.
///
/// Bytes in, events out; answers in, bytes out. It sees no socket and no clock. After `receive`, `respond`, `finish` or
/// `takeOutput`, call `resume()`: it hands over what had to wait. Once `isFinished`, the connection is to be closed.
package final class HTTPSession {
    private enum State {
        case detecting(ProtocolDetector)
        case http1(HTTP1Session)
        case http2(HTTP2Session)
        /// The connection ended before it said anything.
        case ended
    }

    private let limits: WireLimits
    private let bodyLimit: (RequestHead) -> Int
    private var state: State
    /// Asked to drain before the version was known.
    private var isDraining = false

    /// A connection without TLS: HTTP/1.1, or HTTP/2 with prior knowledge, as its first bytes say.
    ///
    /// - Parameter bodyLimit: Bytes a request's body may have, asked once for each head that announces one.
    package init(cleartext limits: WireLimits = WireLimits(), bodyLimit: @escaping (RequestHead) -> Int) {
        self.limits = limits
        self.bodyLimit = bodyLimit
        state = .detecting(ProtocolDetector())
    }

    /// A connection whose TLS handshake agreed on a protocol; without an agreement it is HTTP/1.1 (RFC 9113 §3.2).
    package init(
        negotiated name: String?, limits: WireLimits = WireLimits(), bodyLimit: @escaping (RequestHead) -> Int
    ) {
        self.limits = limits
        self.bodyLimit = bodyLimit
        state =
            name == "h2"
            ? .http2(HTTP2Session(limits: limits, bodyLimit: bodyLimit))
            : .http1(HTTP1Session(limits: limits, bodyLimit: bodyLimit))
    }

    package func receive(_ bytes: Span<UInt8>) -> [WireEvent] {
        switch state {
        case .detecting(var detector):
            let verdict = detector.receive(bytes)
            guard verdict != .undecided else {
                state = .detecting(detector)
                return []
            }
            state =
                verdict == .http2
                ? .http2(HTTP2Session(limits: limits, bodyLimit: bodyLimit))
                : .http1(HTTP1Session(limits: limits, bodyLimit: bodyLimit))
            let seen = detector.seen
            let events = receive(seen.span)
            if isDraining { drain() }
            return events + receive(bytes)
        case .http1(let session): return session.receive(bytes)
        case .http2(let session): return session.receive(bytes)
        case .ended: return []
        }
    }

    package func receive(_ bytes: [UInt8]) -> [WireEvent] { receive(bytes.span) }

    /// Hands over events that did not come from received bytes, or that had to wait for an answer to go out.
    package func resume() -> [WireEvent] {
        switch state {
        case .detecting, .ended: []
        case .http1(let session): session.resume()
        case .http2(let session): session.resume()
        }
    }

    /// The peer sends no more: what it asked is still answered, what it left half-said is forgotten.
    package func endOfInput() {
        switch state {
        case .detecting: state = .ended
        case .http1(let session): session.endOfInput()
        case .http2(let session): session.endOfInput()
        case .ended: break
        }
    }

    /// Takes no new requests, answers the ones begun, and then is finished.
    package func drain() {
        switch state {
        case .detecting(let detector):
            // A few bytes may be the beginning of a request, and that one is still welcome.
            if detector.seen.isEmpty { state = .ended } else { isDraining = true }
        case .http1(let session): session.drain()
        case .http2(let session): session.drain()
        case .ended: break
        }
    }
}

// Answers.
extension HTTPSession {
    /// Answers a request; nothing happens when nobody waits for it any more.
    package func respond(to stream: StreamID, head: ResponseHead, body: ResponseBody) {
        switch state {
        case .detecting, .ended: break
        case .http1(let session): session.respond(to: stream, head: head, body: body)
        case .http2(let session): session.respond(to: stream, head: head, body: body)
        }
    }

    /// Adds to the body of an answer begun as `.streaming`.
    package func send(_ bytes: [UInt8], on stream: StreamID) {
        switch state {
        case .detecting, .ended: break
        case .http1(let session): session.send(bytes, on: stream)
        case .http2(let session): session.send(bytes, on: stream)
        }
    }

    /// Ends an answer begun as `.streaming`.
    package func finish(_ stream: StreamID) {
        switch state {
        case .detecting, .ended: break
        case .http1(let session): session.finish(stream)
        case .http2(let session): session.finish(stream)
        }
    }

    /// Whether more of that answer's body is welcome now.
    package func canSend(on stream: StreamID) -> Bool {
        switch state {
        case .detecting, .ended: false
        case .http1(let session): session.canSend(on: stream)
        case .http2(let session): session.canSend(on: stream)
        }
    }

    /// Everything that may be written now.
    package func takeOutput() -> [UInt8] {
        switch state {
        case .detecting, .ended: []
        case .http1(let session): session.takeOutput()
        case .http2(let session): session.takeOutput()
        }
    }

    /// Bytes of answers that were not taken yet, whatever holds them back.
    package var pendingOutput: Int {
        switch state {
        case .detecting, .ended: 0
        case .http1(let session): session.pendingOutput
        case .http2(let session): session.pendingOutput
        }
    }

    /// Whether to read from the peer; also stop reading while what was taken cannot be written.
    package var wantsInput: Bool {
        switch state {
        case .detecting: true
        case .http1(let session): session.wantsInput
        case .http2(let session): session.wantsInput
        case .ended: false
        }
    }

    /// Whether to close: nothing more will be read or written.
    package var isFinished: Bool {
        switch state {
        case .detecting: false
        case .http1(let session): session.isFinished
        case .http2(let session): session.isFinished
        case .ended: true
        }
    }

    /// Whether some request has begun and not been wholly answered; without one, the connection is idle.
    package var hasOpenRequests: Bool {
        switch state {
        case .detecting, .ended: false
        case .http1(let session): session.hasOpenRequests
        case .http2(let session): session.hasOpenRequests
        }
    }

    /// What the connection speaks, for logs and metrics; nil before that is known.
    package var version: HTTPVersion? {
        switch state {
        case .detecting, .ended: nil
        case .http1: .http11
        case .http2: .http2
        }
    }
}
