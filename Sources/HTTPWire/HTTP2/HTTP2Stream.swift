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
    /// The fields of the request in the making; pseudo-fields stand apart.
    var pseudo = PseudoFields()
    var fields = FieldSection()

    var head: RequestHead?
    var bodyLimit = 0
    var body: [UInt8] = []
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
    private var output: [UInt8] = []
    private var sent = 0

    init(id: Int32) { self.id = id }

    var streamID: StreamID { StreamID(Int64(id)) }
    var unsentBytes: Int { output.count - sent }
    /// Known even when the head was refused: an answer to HEAD never has a body (RFC 9110 §9.3.2).
    var isHead: Bool {
        if let head { return head.method == .head }
        return pseudo.method?.elementsEqual("HEAD".utf8) == true
    }

    func enqueue(_ bytes: [UInt8]) {
        if output.isEmpty { output = bytes } else { output.append(contentsOf: bytes) }
    }

    /// Copies the next piece of the answer to where nghttp2 wants it.
    func dequeue(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let count = min(buffer.count, unsentBytes)
        guard count > 0 else { return 0 }
        unsafe output.withUnsafeBufferPointer { all in
            _ = unsafe buffer.update(fromContentsOf: all[sent..<sent + count])
        }
        sent += count
        if sent == output.count {
            output = []
            sent = 0
        } else if sent > output.count / 2 {
            output.removeFirst(sent)
            sent = 0
        }
        return count
    }
}

/// The pseudo-header fields of a request (RFC 9113 §8.3.1); nghttp2 refuses unknown and repeated ones.
struct PseudoFields {
    var method: [UInt8]?
    var scheme: [UInt8]?
    var authority: [UInt8]?
    var path: [UInt8]?

    mutating func set(_ name: String, _ value: [UInt8]) {
        switch name {
        case ":method": method = value
        case ":scheme": scheme = value
        case ":authority": authority = value
        case ":path": path = value
        default: break
        }
    }
}
