/// What callbacks found out and nobody has been told yet.
struct EventQueue {
    private var events: [WireEvent?] = []
    private var first = 0

    mutating func append(_ event: WireEvent) { events.append(event) }

    mutating func next() -> WireEvent? {
        guard first < events.count else { return nil }
        var event: WireEvent?
        swap(&event, &events[first])  // Moved out, for a copy would count references.
        first += 1
        if first == events.count {
            events.removeAll(keepingCapacity: true)
            first = 0
        }
        return event
    }

    /// Takes back the last event if it told of a request on that stream, and nobody knows it yet.
    mutating func forget(_ stream: StreamID) -> Bool {
        guard first < events.count, events.last??.opens(stream) == true else { return false }
        events.removeLast()
        return true
    }
}

extension WireEvent {
    /// Whether the event tells of a new request on that stream.
    fileprivate func opens(_ stream: StreamID) -> Bool {
        switch self {
        case .request(let request): request.stream == stream
        case .refused(let refused): refused.stream == stream
        case .streamClosed: false
        }
    }
}
