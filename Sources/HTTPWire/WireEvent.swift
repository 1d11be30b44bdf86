/// What received bytes came to.
package enum WireEvent: Sendable {
    /// A whole request, to be answered with `respond(to:head:body:)`.
    case request(WireRequest)
    /// A request the wire refuses; it wants an answer too.
    indirect case refused(RefusedRequest)
    /// The peer gave a request up, or the session did: nobody waits for the answer any more (HTTP/2 only).
    case streamClosed(StreamID)
}

/// A request that is answered without having been read to its end.
package struct RefusedRequest: Sendable {
    package let stream: StreamID
    package let refusal: WireRefusal
    /// Nil when the head itself was refused.
    package let head: RequestHead?
    /// Whether the session closes the connection behind the answer, by itself: always in HTTP/1.1, never in HTTP/2.
    package let closesConnection: Bool
}
