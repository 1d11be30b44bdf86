/// One request that has begun, and how far its answer is.
struct Exchange {
    enum Phase: Equatable {
        /// The head is here and the body is not.
        case receiving
        case waiting
        case streaming(StreamedBody)
        case answered
    }

    /// How the pieces of a body are told apart.
    enum StreamedBody: Equatable {
        case chunked
        /// The body ends with the connection (HTTP/1.0).
        case untilClose
        /// Nobody is to see it (HEAD, 204, 304).
        case unseen
    }

    let stream: StreamID
    let isHead: Bool
    let isHTTP10: Bool
    /// Whether nothing may follow this exchange on its connection.
    var closes: Bool
    var phase: Phase

    /// A complete body: HEAD tells its length and leaves it out (RFC 9110 §9.3.2).
    mutating func answer(_ head: ResponseHead, _ body: [UInt8], to output: inout [UInt8]) {
        let framing: ResponseWriter.Framing = head.allowsBody ? .length(body.count) : .unstated
        if head.allowsBody && !isHead {
            ResponseWriter.append(head, framing, closes: closes, body, to: &output)
        } else {
            ResponseWriter.append(head, framing, closes: closes, to: &output)
        }
        phase = .answered
    }

    /// A body in pieces: chunks, or everything until the connection ends (RFC 9112 §6.3 and §7.1).
    mutating func beginStreaming(_ head: ResponseHead, to output: inout [UInt8]) {
        let isChunked = head.allowsBody && !isHTTP10
        ResponseWriter.append(head, isChunked ? .chunked : .unstated, closes: closes, to: &output)
        phase = .streaming(!head.allowsBody || isHead ? .unseen : isChunked ? .chunked : .untilClose)
    }

    func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        switch phase {
        case .streaming(.chunked): ResponseWriter.append(chunk: bytes, to: &output)
        case .streaming(.untilClose): output.append(contentsOf: bytes)
        case .streaming(.unseen), .receiving, .waiting, .answered: break
        }
    }

    mutating func finish(to output: inout [UInt8]) {
        guard case .streaming(let body) = phase else { return }
        if body == .chunked { output.append(contentsOf: ResponseWriter.lastChunk) }
        phase = .answered
    }
}
