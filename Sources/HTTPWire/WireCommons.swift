/// What the connections of one loop share: their limits, the question how large a body may be, and room to use again.
package final class WireCommons {
    package let limits: WireLimits
    private let bodyLimit: (RequestHead) -> Int
    let needsBody: (RequestHead) -> Bool
    private let isCrowded: () -> Bool
    /// The last request of HTTP/1.1, used for the next one unless somebody holds it.
    private var last: RequestParts?
    /// Whether the last request may still lie in bytes that others are read into.
    private var isTurnOpen = false
    let http2 = HTTP2Room()

    /// - Parameters:
    ///   - isCrowded: Whether nearly all is held that may be of requests, by all connections; asked of bodies that do
    ///     not come whole.
    ///   - needsBody: Whether such a request means nothing without a body; asked of those that announce none in HTTP/1.
    ///   - bodyLimit: Bytes a request's body may have, asked once for each head that announces one; it may note
    ///     something on the head.
    package init(
        limits: WireLimits = WireLimits(), isCrowded: @escaping () -> Bool = { false },
        needsBody: @escaping (RequestHead) -> Bool = { _ in false }, bodyLimit: @escaping (RequestHead) -> Int
    ) {
        self.limits = limits
        (self.isCrowded, self.needsBody) = (isCrowded, needsBody)
        self.bodyLimit = bodyLimit
    }

    func bodyLimit(for head: RequestHead) -> Int { max(0, bodyLimit(head)) }

    /// Whether so much of a body that does not come whole may be waited for.
    func hasRoom(forBody count: Int) -> Bool { count <= limits.crowdedBodyBytes || !isCrowded() }

    /// Parts to be set anew: the last ones, if nobody holds them any more.
    func freshParts() -> RequestParts {
        if isTurnOpen { endTurn() }
        isTurnOpen = true
        if isKnownUniquelyReferenced(&last), let last { return last }
        let parts = RequestParts()
        last = parts
        return parts
    }

    /// Lets go of the bytes that the last request lies in: the loop is about to read others into their place.
    func endTurn() {
        guard isTurnOpen else { return }
        isTurnOpen = false
        if isKnownUniquelyReferenced(&last) { last?.letGo() } else { last = nil }
    }
}
