internal import Bytes

/// One HTTP/2 stream: the request as far as it came, and what is left to send of the answer.
final class HTTP2Stream {
    enum Answer: Equatable {
        case none
        case streaming
        /// All of it is here, though not all of it may have been sent.
        case complete
    }

    let id: Int32
    /// When its HEADERS came, in monotonic nanoseconds.
    let began: Int64
    /// Where it stands in `OpenStreams`.
    var place = 0
    /// Until the request has come to its end.
    var head: RequestHead?
    var bodyLimit = 0
    /// Unchecked, like the answer's bytes and as in the session: nothing is called while they are changed.
    @exclusivity(unchecked) private var body: [UInt8] = []
    /// An answer to HEAD never has a body (RFC 9110 §9.3.2), even when the head was refused.
    var isHead = false
    /// Whether the application heard of the request.
    var isAnnounced = false
    /// Whether what still comes of the request is thrown away.
    var isRefused = false
    var isRequestEnded = false
    /// What the request takes of `WireLimits.requestBytes`.
    var heldBytes = 0
    /// Bytes of a refused body that were thrown away.
    var unwantedBytes = 0
    /// Whether we have told the client to stop sending.
    var isReset = false

    var answer = Answer.none
    var isAnswerSent = false
    @exclusivity(unchecked) private var output: [UInt8] = []
    private var sent = 0

    init(id: Int32, at now: Int64) { (self.id, began) = (id, now) }

    var streamID: StreamID { StreamID(Int64(id)) }
    var unsentBytes: Int { unsafe output.count - sent }

    func takeHead() -> RequestHead? {
        var taken: RequestHead?
        swap(&taken, &head)
        return taken
    }

    func takeBody() -> [UInt8] {
        var taken: [UInt8] = []
        unsafe swap(&taken, &body)
        return taken
    }

    var bodyCount: Int { unsafe body.count }

    /// - Returns: What that costs: what an array has set aside, whatever is in it.
    func append(toBody bytes: Span<UInt8>) -> Int {
        let capacity = unsafe body.capacity
        unsafe bytes.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
        return unsafe body.capacity - capacity
    }

    func enqueue(_ bytes: [UInt8]) {
        if unsafe output.isEmpty { unsafe output = bytes } else { unsafe output.append(contentsOf: bytes) }
    }

    /// How much of the answer the next DATA frame may bring; the bytes stay where they are until it is written.
    func nextPiece(atMost count: Int) -> (count: Int, isLast: Bool) {
        let count = min(count, unsentBytes)
        return (count, answer == .complete && unsentBytes == count)
    }

    /// Moves the next `count` bytes of the answer to the end of `destination`.
    func dequeue(_ count: Int, into destination: inout [UInt8]) {
        unsafe output.withUnsafeBufferPointer { output in
            unsafe destination.append(contentsOf: output.extracting(sent..<sent + count))
        }
        sent += count
        if unsafe sent == output.count {
            unsafe output = []
            sent = 0
        } else if unsafe sent > output.count / 2 {
            unsafe output.removeFirst(sent)
            sent = 0
        }
    }
}
