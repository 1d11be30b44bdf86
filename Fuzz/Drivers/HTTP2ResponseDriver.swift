import Bytes
import HTTPWire

/// Raw frames of a server after its SETTINGS; nothing in them needs to be decent.
func feedHTTP2Response(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    var (content, steering) = Steering.split(input)
    let body = Bool.random(using: &steering) ? [UInt8](repeating: 0x61, count: 300) : []
    guard
        let request = OutgoingRequest(
            method: body.isEmpty ? .get : .post, scheme: "https", authority: "a", target: "/", body: body)
    else { return .refused }
    let exchange = ClientExchange(negotiated: "h2", request, limits: limits)
    do throws(ResponseRefusal) {
        for piece in steering.pieces(of: settings + content) {
            try exchange.receive(piece.span)
            var written = 0
            while case let bytes = try exchange.takeOutput(), !bytes.isEmpty { written += bytes.count }
            guard written < outputMax else { throw .brokenFrames }
        }
        try exchange.endOfInput()
    } catch {
        try promise(exchange.response == nil || error != .endedEarly, "a whole response is no early end")
        return .refused
    }
    let response = exchange.response
    try promise(response != nil, "once the connection ended there is a response or a reason")
    try promise((response?.body.count ?? 0) <= limits.bodyBytes, "no body is larger than its limit")
    return .read
}

/// An empty SETTINGS frame (RFC 9113 §3.4).
private let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]
private let outputMax = 100_000

/// Small, so that inputs of a few hundred bytes cross them.
private let limits: ResponseLimits = {
    var limits = ResponseLimits()
    limits.interimResponses = 2
    limits.bodyBytes = 100
    limits.wire.headerBytes = 400
    limits.wire.headerFields = 8
    limits.wire.controlFrames = 20
    return limits
}()
