/// One request that has begun, and its answer as far as it exists.
struct Exchange {
    enum Phase: Equatable {
        /// The head is here and the body is not.
        case receiving
        case waiting
        case streaming(ResponseWriter.Framing)
        case answered
    }

    let stream: StreamID
    let method: RequestMethod?
    let version: HTTPVersion
    /// Whether nothing may follow this exchange on its connection.
    var closes: Bool
    var phase: Phase
    /// What was answered before its turn came (RFC 9112 §9.3.2: answers go in request order).
    var held: [UInt8] = []

    /// A complete body: HEAD tells its length and leaves it out (RFC 9110 §9.3.2).
    mutating func answer(_ head: ResponseHead, _ body: [UInt8], to output: inout [UInt8]) {
        let framing: ResponseWriter.Framing = head.allowsBody ? .length(body.count) : .unstated
        ResponseWriter.append(head, framing, closes: closes, to: &output)
        if head.allowsBody && method != .head { output.append(contentsOf: body) }
        phase = .answered
    }

    /// A body in pieces: chunks, or everything until the connection ends (RFC 9112 §6.3 and §7.1).
    mutating func beginStreaming(_ head: ResponseHead, to output: inout [UInt8]) {
        let framing: ResponseWriter.Framing = head.allowsBody && version != .http10 ? .chunked : .unstated
        ResponseWriter.append(head, framing, closes: closes, to: &output)
        let isBodyWritten = head.allowsBody && method != .head
        phase = .streaming(isBodyWritten ? framing : .length(0))
    }

    func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        switch phase {
        case .streaming(.chunked): ResponseWriter.append(chunk: bytes, to: &output)
        case .streaming(.unstated): output.append(contentsOf: bytes)
        case .streaming(.length), .receiving, .waiting, .answered: break
        }
    }

    mutating func finish(to output: inout [UInt8]) {
        guard case .streaming(let framing) = phase else { return }
        if framing == .chunked { output.append(contentsOf: ResponseWriter.lastChunk) }
        phase = .answered
    }
}
