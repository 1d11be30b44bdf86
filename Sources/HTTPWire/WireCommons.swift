/// What the connections of one loop share: their limits, the question how large a body may be, and room to use again.
package final class WireCommons {
    package let limits: WireLimits
    private let bodyLimit: (inout RequestHead) -> Int
    /// Where the fields of the last head lay; used again once nobody holds that head.
    private var places: [FieldSection.Place] = []

    /// - Parameter bodyLimit: Bytes a request's body may have, asked once for each head that announces one; it may note
    ///   something on the head.
    package init(limits: WireLimits = WireLimits(), bodyLimit: @escaping (inout RequestHead) -> Int) {
        self.limits = limits
        self.bodyLimit = bodyLimit
    }

    func bodyLimit(for head: inout RequestHead) -> Int { max(0, bodyLimit(&head)) }

    /// An empty array for places, with room if nobody holds the last head any more.
    func takePlaces() -> [FieldSection.Place] {
        var taken: [FieldSection.Place] = []
        swap(&taken, &places)
        taken.removeAll(keepingCapacity: true)
        return taken
    }

    let http2 = HTTP2Room()

    func keep(_ places: [FieldSection.Place]) { self.places = places }
}
