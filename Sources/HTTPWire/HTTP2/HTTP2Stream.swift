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
    /// Where it stands in `OpenStreams`.
    var place = 0
    /// The fields of the request in the making; pseudo-fields lie in their bytes and are none of them.
    var pseudo = PseudoFields()
    var fields = FieldSection()

    var head: RequestHead?
    var bodyLimit = 0
    var body: [UInt8] = []
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
    private var output: [UInt8] = []
    private var sent = 0

    init(id: Int32) { self.id = id }

    var streamID: StreamID { StreamID(Int64(id)) }
    var unsentBytes: Int { output.count - sent }

    func enqueue(_ bytes: [UInt8]) {
        if output.isEmpty { output = bytes } else { output.append(contentsOf: bytes) }
    }

    /// Moves the next `count` bytes of the answer to the end of `destination`.
    func dequeue(_ count: Int, into destination: inout [UInt8]) {
        destination.append(contentsOf: output[sent..<sent + count])
        sent += count
        if sent == output.count {
            output = []
            sent = 0
        } else if sent > output.count / 2 {
            output.removeFirst(sent)
            sent = 0
        }
    }
}

/// Where the pseudo-header fields of a request lie (RFC 9113 §8.3.1); nghttp2 refuses unknown and repeated ones.
struct PseudoFields {
    private(set) var method: Stretch?
    private(set) var scheme: Stretch?
    private(set) var authority: Stretch?
    private(set) var path: Stretch?

    /// - Parameter name: Of a field that begins with a colon.
    mutating func note(_ name: Span<UInt8>, at place: Range<Int>) {
        switch name.count {
        case 5: path = Stretch(place)
        case 7 where name[1] == UInt8(ascii: "m"): method = Stretch(place)
        case 7: scheme = Stretch(place)
        case 10: authority = Stretch(place)
        default: break
        }
    }
}
