internal import Cryptography
internal import HTTPWire
internal import Reactor

/// One client on one loop, from accept to close: moves bytes between socket, TLS and HTTP, and requests to the
/// responder.
///
/// A state machine that the loop drives. Only a request that has to wait becomes a task; everything else is answered
/// within the turn that read it, in one send.
final class ServerConnection: EventHandler, TurnEndHandler {
    let socket: ConnectedSocket
    let listener: Listener
    /// Who is at the other end, as the kernel says, or a proxy's PROXY header.
    var peer: IPAddress?
    /// Whether the census counts this connection by that address.
    var isCounted: Bool
    /// Until its PROXY header has come, if there has to be one.
    var introduction: Introduction?
    var requestCount = 0
    /// Nil on a cleartext listener.
    var tls: TLSSession?
    let session: HTTPSession
    var outbox = Outbox()
    var deadline: ConnectionDeadline
    /// Requests that are with the responder.
    var pendingCount = 0
    /// Answers have been made whose sending is put off to the next turn.
    var isAdvanceDue = false
    /// Streams whose body comes in pieces and who wait until more may be written.
    var waitingForRoom: [CheckedContinuation<Void, Never>] = []
    /// Streams whose body is being written and whose peer still wants it.
    var streaming: Set<StreamID> = []
    /// What is noted in the loop's `Occupancy`, which alone writes it.
    var unreadBytes = 0
    var requestBytes = 0
    /// Bytes of HTTP/1.1 requests that wait in tasks; over HTTP/2 the session counts them.
    var waitingBytes = 0
    private(set) var isClosed = false
    private var watch: Watch?
    private var isReading = true
    private var isWriting = false
    private var peerHasFinished = false
    /// The peer's last TLS record has come, maybe together with a request.
    var hasTLSEnded = false
    private var isLingering = false

    /// - Parameters:
    ///   - tls: The server's end of a TLS session, when the listener speaks TLS.
    ///   - now: Monotonic time in nanoseconds.
    init(_ arrival: consuming Door.Arrival, tls: consuming TLSSession?, of listener: Listener, at now: Int64) {
        (peer, isCounted) = (arrival.socket.peer, arrival.isCounted)
        introduction = arrival.isIntroduced ? Introduction() : nil
        socket = arrival.socket
        self.tls = tls
        self.listener = listener
        deadline = ConnectionDeadline(listener.isSecure || introduction != nil ? .handshake : .idle, at: now)
        session =
            listener.isSecure ? HTTPSession(agreeing: listener.commons) : HTTPSession(cleartext: listener.commons)
    }

    func start(on loop: isolated EventLoop) throws(SystemError) {
        watch = try socket.descriptor.withNumber { number throws(SystemError) in
            try loop.watch(number, for: .readable, handler: self)
        }
        setDeadline(on: loop)
    }

    func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
        do throws(ConnectionEnd) {
            if !readiness.isOnlyWritable { try readOnce(on: loop) }
            try advance(on: loop)
        } catch {
            end(error, on: loop)
        }
    }

    /// The alert that says why TLS failed is lingered over like any last answer: a client must learn the reason.
    private func end(_ reason: ConnectionEnd, on loop: isolated EventLoop) {
        guard reason == .brokenTLS, !isLingering else { return close(on: loop) }
        do throws(ConnectionEnd) { try linger(on: loop) } catch { close(on: loop) }
    }

    /// Sends what can be sent and decides what to wait for next.
    func advance(on loop: isolated EventLoop) throws(ConnectionEnd) {
        try flush(on: loop)
        if outbox.isEmpty {
            if !waitingForRoom.isEmpty { resumeWaitingStreams() }
            if isLingering { return }
            if session.isFinished || (peerHasFinished && pendingCount == 0) { return try linger(on: loop) }
        }
        enter(phase, on: loop)
        updateInterest(on: loop)
        noteHeld(on: loop)
    }

    /// Stops taking requests; those at hand are answered first.
    func drain(on loop: isolated EventLoop) {
        guard !isClosed else { return }
        ready(.readable, on: loop)  // What has come by now is still answered.
        guard !isClosed else { return }
        guard session.hasAgreed else { return close(on: loop) }  // Still shaking hands: nothing has been asked.
        session.drain()
        do throws(ConnectionEnd) { try advance(on: loop) } catch { close(on: loop) }
    }

    func close(on loop: isolated EventLoop) {
        guard !isClosed else { return }
        isClosed = true
        sayGoodbye()
        try? sendOutbox()  // The last words are a courtesy; the socket may be gone already.
        if let watch { loop.unwatch(watch) }
        outbox.isEmpty ? socket.finishWriting() : socket.abandonUnsent()
        outbox = Outbox()
        noteHeld(on: loop)
        resumeWaitingStreams()
        listener.forget(self, on: loop)
    }

    private var phase: ConnectionPhase {
        if isLingering { return .lingering }
        guard introduction == nil, session.hasAgreed else { return .handshake }
        // HTTP/2 holds back what its peer gives no room for (RFC 9113 §5.2).
        if !outbox.isEmpty || session.pendingOutput > 0 { return .sending }
        if pendingCount > 0 { return .answering }
        return session.hasOpenRequests ? .receiving : .idle
    }

    /// Takes out what HTTP has to say and sends it, until neither has anything more to do in this turn.
    private func flush(on loop: isolated EventLoop) throws(ConnectionEnd) {
        var hasMore = true
        while hasMore {
            let hasSaid = try encipherAnswers()
            try sendOutbox()
            guard outbox.isEmpty else { return }
            hasMore = handleEvents(on: loop) || (hasSaid && session.hasOutput)
        }
    }

    /// Lets `body` add to what is sent, out of this object meanwhile: no access to it is to span a call, for each that
    /// does makes every other one be checked.
    func extendOutbox<R, E: Error>(_ body: (inout Outbox) throws(E) -> R) throws(E) -> R {
        var box = Outbox()
        swap(&box, &outbox)
        defer { outbox = box }
        return try body(&box)
    }

    /// Sends what the socket takes, and lends the room to others once all is sent.
    func sendOutbox() throws(ConnectionEnd) {
        guard !outbox.isEmpty else { return }
        let room = try extendOutbox { box throws(ConnectionEnd) in
            do throws(SystemError) { try box.send(to: socket) } catch { throw .lost }
            return box.isEmpty ? box.takeRoom() : []
        }
        listener.keepRoom(room)
    }

    /// Reads once into the loop's buffer, which is out of its listener meanwhile.
    private func read() throws(ConnectionEnd) -> ReadOutcome {
        var buffer: [UInt8] = []
        swap(&buffer, &listener.readBuffer)
        defer { listener.readBuffer = buffer }
        do throws(SystemError) { return try socket.descriptor.read(into: &buffer) } catch { throw .lost }
    }

    private func readOnce(on loop: isolated EventLoop) throws(ConnectionEnd) {
        let outcome = try read()
        switch outcome {
        case .wouldBlock: return
        case .endOfStream:
            peerHasFinished = true
            session.endOfInput()
            if isLingering || pendingCount == 0 && outbox.isEmpty { throw .finished }
        case .bytes(let count):
            guard !isLingering else { return }
            let count = try dropIntroduction(of: count)
            guard count > 0 else { return }
            if session.hasAgreed { session.lend(listener.takeRoom()) }
            try decipher(count, at: loop.nowNanoseconds)
            handleEvents(on: loop)
            if hasTLSEnded { session.endOfInput() }
        }
    }

    /// After the last answer: bytes still in flight are read and dropped, or the kernel would answer them with a reset
    /// that destroys what the peer has not read yet (RFC 9112 §9.6).
    private func linger(on loop: isolated EventLoop) throws(ConnectionEnd) {
        guard !peerHasFinished else { throw .finished }
        isLingering = true
        sayGoodbye()
        try sendOutbox()
        socket.finishWriting()
        enter(.lingering, on: loop)
        updateInterest(on: loop)
        noteHeld(on: loop)
    }

    private func resumeWaitingStreams() {
        let waiting = waitingForRoom
        waitingForRoom = []
        for continuation in waiting { continuation.resume() }
    }

    private func updateInterest(on loop: isolated EventLoop) {
        let waiting = outbox.count
        let mayRead = isLingering || session.wantsInput && waiting < listener.limits.unsentBytesMax
        let (reads, writes) = (mayRead && !peerHasFinished, waiting > 0)
        guard reads != isReading || writes != isWriting, let watch else { return }
        (isReading, isWriting) = (reads, writes)
        let wanted = Interest(readable: reads, writable: writes)
        do throws(SystemError) { try loop.change(watch, to: wanted) } catch { close(on: loop) }
    }

    /// Of what has been answered and has left already, which is nearly all there ever is, there is nothing to note.
    private func noteHeld(on loop: isolated EventLoop) {
        let isHeld = deadline.phase == .sending && !isClosed
        let unread = isHeld ? outbox.heldBytes + session.pendingOutput : 0
        if unread != unreadBytes { listener.occupancy.noteUnread(unread, of: self, on: loop) }
        let requests = isClosed ? 0 : session.heldRequestBytes + waitingBytes
        if requests != requestBytes { listener.occupancy.noteRequests(requests, of: self, on: loop) }
    }

    func enter(_ phase: ConnectionPhase, on loop: isolated EventLoop) {
        let isAnother = deadline.enter(phase, unfinishedSince: session.unfinishedSince, at: loop.nowNanoseconds)
        if isAnother { setDeadline(on: loop) }
    }

    /// How little it would be missed, the least first; nil while a request of it is with its handler.
    var patience: (Int, Int64)? {
        switch deadline.phase {
        case .handshake, .idle, .receiving, .lingering: (0, deadline.since)
        case .sending: pendingCount == 0 ? (1, deadline.since) : nil
        case .answering: nil
        }
    }

    func deadlinePassed(on loop: isolated EventLoop) { close(on: loop) }

    private func setDeadline(on loop: isolated EventLoop) {
        guard let watch else { return }
        if let delay = deadline.delay(listener.allowances, at: loop.nowNanoseconds) {
            loop.setDeadline(of: watch, after: delay)
        } else {
            loop.clearDeadline(of: watch)
        }
    }
}

/// Why a connection ends.
enum ConnectionEnd: Error {
    case finished
    case lost
    case brokenTLS
}
