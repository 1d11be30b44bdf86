internal import CNGHTTP2

/// What the HTTP/2 connections of one loop use one after the other.
final class HTTP2Room {
    let memory = HTTP2Memory()
    // Unchecked: nothing that is done with these calls anybody who knows this object, so no access can begin within
    // another, and to have that checked at run time costs more than what is done.
    @exclusivity(unchecked) private var answerFields = AnswerFields()
    @exclusivity(unchecked) var fields = GatheredFields()
    /// The requests of the turn, whose room others use when nobody has kept them; nil where somebody has.
    @exclusivity(unchecked) private var requests: [RequestParts?] = []
    private var requestCount = 0
    /// As many as the streams of a busy read; what comes beyond them gets room of its own.
    private static let requestsMax = 32

    /// Parts to be set anew.
    func freshParts() -> RequestParts {
        guard requestCount < Self.requestsMax else { return RequestParts() }
        defer { requestCount += 1 }
        guard unsafe requestCount < requests.count else {
            let parts = RequestParts()
            unsafe requests.append(parts)
            return parts
        }
        if let parts = unsafe requests[requestCount] { return parts }
        let parts = RequestParts()
        unsafe requests[requestCount] = parts
        return parts
    }

    /// Everything that came has been told of: what was not kept then is not kept at all.
    func endTurn() {
        for index in 0..<requestCount {
            if unsafe isKnownUniquelyReferenced(&requests[index]) {
                unsafe requests[index]?.forget()
            } else {
                unsafe requests[index] = nil
            }
        }
        requestCount = 0
    }

    /// Lists an answer's fields for nghttp2.
    func list(_ head: ResponseHead, length: Int?, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> Void) {
        unsafe answerFields.with(head, length: length, body)
    }
}
