import HTTPWire

/// Raw frames after a proper beginning, into the memory session; nothing in them needs to be decent.
func feedHTTP2(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let (content, steering) = Steering.split(input)
    let session = HTTPSession(negotiated: "h2", limits: limits) { _ in 200 }
    var conversation = Conversation(session, steering)
    try conversation.run(beginning + content)
    return Reading(conversation.hasAnnounced)
}

/// The preface and an empty SETTINGS frame (RFC 9113 §3.4).
private let beginning = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

/// Small, so that inputs of a few hundred bytes cross them.
private let limits: WireLimits = {
    var limits = WireLimits()
    limits.headerBytes = 400
    limits.headerFields = 8
    limits.requestBytes = 600
    limits.concurrentStreams = 4
    limits.resets = 4
    limits.controlFrames = 20
    limits.outputBytes = 600
    limits.streamOutputBytes = 300
    return limits
}()
