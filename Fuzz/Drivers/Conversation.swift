import HTTPWire

/// Plays the application behind one session: answers at once, in pieces, late, or not before the end.
struct Conversation {
    let session: HTTPSession
    private var steering: Steering
    private var announced: Set<StreamID> = []
    /// Whether there was a request that could be answered.
    private(set) var hasAnnounced = false
    /// Requests whose answer is put off, and answers begun and not ended.
    private var unanswered: [StreamID] = []
    private var unfinished: [StreamID] = []

    init(_ session: HTTPSession, _ steering: Steering) {
        self.session = session
        self.steering = steering
    }

    /// Has the whole talk; afterwards everything was answered and all there was to take is taken.
    mutating func run(_ input: [UInt8]) throws(BrokenPromise) {
        for piece in steering.pieces(of: input) {
            try handle(session.receive(piece))
            try act()
        }
        if Bool.random(using: &steering) { session.drain() }
        session.endOfInput()
        repeat { try handle(session.resume()) } while try settle()
    }

    private mutating func handle(_ events: [WireEvent]) throws(BrokenPromise) {
        for event in events {
            switch event {
            case .request(let request):
                hasAnnounced = true
                try open(request.stream)
            case .refused(let refused): try open(refused.stream)
            case .streamClosed(let stream):
                unanswered.removeAll { $0 == stream }
                unfinished.removeAll { $0 == stream }
            }
        }
        try promise(session.pendingOutput >= 0, "what waits to be sent is counted right")
    }

    private mutating func open(_ stream: StreamID) throws(BrokenPromise) {
        try promise(announced.insert(stream).inserted, "a request is announced once")
        unanswered.append(stream)
    }

    /// One move of an application that does as it likes.
    private mutating func act() throws(BrokenPromise) {
        switch Int.random(in: 0..<8, using: &steering) {
        case 0, 1: answer()
        case 2: unfinished.forEach { session.send([UInt8](repeating: 0x61, count: 100), on: $0) }
        case 3: finish()
        case 4, 5: _ = session.takeOutput()
        case 6: try handle(session.resume())
        default: break
        }
    }

    /// Answers everything; true while that may bring new requests.
    private mutating func settle() throws(BrokenPromise) -> Bool {
        let hadRequests = !unanswered.isEmpty
        answer()
        finish()
        while !session.takeOutput().isEmpty { try handle(session.resume()) }
        return hadRequests || !unanswered.isEmpty
    }

    private mutating func answer() {
        for stream in unanswered {
            let head = ResponseHead(status: [200, 204, 304, 400].randomElement(using: &steering) ?? 200)
            if Bool.random(using: &steering) {
                session.respond(to: stream, head: head, body: .complete(Array("answer".utf8)))
            } else {
                session.respond(to: stream, head: head, body: .streaming)
                unfinished.append(stream)
            }
        }
        unanswered = []
    }

    private mutating func finish() {
        unfinished.forEach { session.finish($0) }
        unfinished = []
    }
}
