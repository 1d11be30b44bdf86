/// The exchanges of one connection, oldest first; streams are numbered one after the other.
///
/// Most connections ask one thing at a time, so the first needs no array.
struct ExchangeQueue {
    private var first: Exchange?
    private var others: [Exchange] = []

    var isEmpty: Bool { first == nil }
    var count: Int { first == nil ? 0 : 1 + others.count }

    mutating func append(_ exchange: Exchange) {
        if first == nil { first = exchange } else { others.append(exchange) }
    }

    mutating func removeFirst() {
        first = others.isEmpty ? nil : others.removeFirst()
    }

    /// Which one has that number; nil when it is over, or never was.
    func index(of stream: StreamID) -> Int? {
        guard let first else { return nil }
        let index = stream.number - first.stream.number
        return index >= 0 && index <= others.count ? Int(index) : nil
    }

    subscript(index: Int) -> Exchange? {
        guard index > 0 else { return first }
        return others[index - 1]
    }

    /// Has `body` change one of them.
    mutating func change(at index: Int, _ body: (inout Exchange) -> Void) {
        if index > 0 {
            body(&others[index - 1])
        } else if var exchange = first.take() {
            body(&exchange)
            first = exchange
        }
    }

    mutating func changeLast(_ body: (inout Exchange) -> Void) {
        if !isEmpty { change(at: count - 1, body) }
    }

    /// Forgets the last one if only its head has come.
    mutating func removeHalfSaid() {
        guard self[count - 1]?.phase == .receiving else { return }
        if others.popLast() == nil { first = nil }
    }

    var heldBytes: Int { others.reduce(0) { $0 + $1.held.count } }
}
