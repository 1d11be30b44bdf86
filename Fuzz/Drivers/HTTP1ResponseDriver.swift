import Bytes
import HTTPWire

/// What a server of any mind says to a request of ours: the result does not depend on how it was cut.
func feedHTTP1Response(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    var (content, steering) = Steering.split(input)
    let method = [RequestMethod.get, .get, .get, .head, .post].randomElement(using: &steering) ?? .get
    let isCut = Bool.random(using: &steering)
    let whole = outcome(of: [content], to: method, isCut: isCut)
    let cut = outcome(of: steering.pieces(of: content), to: method, isCut: isCut)
    try promise(whole == cut, "the response is the same wherever the bytes are cut")
    try promise((whole.body?.count ?? 0) <= limits.bodyBytes, "no body is larger than its limit")
    try promise(
        whole.status != nil || whole.refusal != nil, "once the connection ended there is a response or a reason")
    return Reading(whole.status != nil)
}

/// Small, so that inputs of a few hundred bytes cross them.
private let limits: ResponseLimits = {
    var limits = ResponseLimits()
    limits.statusLineBytes = 40
    limits.interimResponses = 2
    limits.bodyBytes = 100
    limits.wire.fieldLineBytes = 80
    limits.wire.headerBytes = 200
    limits.wire.headerFields = 8
    limits.wire.chunkLineBytes = 20
    limits.wire.trailerBytes = 60
    return limits
}()

private struct Outcome: Equatable {
    var status: Int?
    var fields: [String] = []
    var body: [UInt8]?
    var refusal: ResponseRefusal?
}

private func outcome(of pieces: [[UInt8]], to method: RequestMethod, isCut: Bool) -> Outcome {
    var reader = ResponseReader(to: method, limits: limits)
    var outcome = Outcome()
    do throws(ResponseRefusal) {
        for piece in pieces { try reader.receive(piece.span) }
        try reader.endOfInput(isCut: isCut)
    } catch {
        outcome.refusal = error
    }
    guard let response = reader.response else { return outcome }
    let fields = response.fields
    outcome.status = response.status
    outcome.fields = (0..<fields.count).map { "\(fields.name(at: $0)): \(fields.value(at: $0))" }
    outcome.body = response.body
    return outcome
}
