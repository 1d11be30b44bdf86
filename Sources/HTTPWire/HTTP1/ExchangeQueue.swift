/// The exchanges of one connection, oldest first; streams are numbered one after the other.
///
/// Most connections ask one thing at a time, so the first needs no array: it writes to the connection, and only those
/// behind it have to hold what they were answered.
struct ExchangeQueue {
    private struct Held {
        var exchange: Exchange
        /// What was answered before its turn came (RFC 9112 §9.3.2: answers go in request order).
        var output: [UInt8] = []

        mutating func write(_ body: (inout Exchange, inout [UInt8]) -> Void) { body(&exchange, &output) }
    }

    private var first: Exchange?
    private var others: [Held] = []

    var isEmpty: Bool { first == nil }
    var count: Int { first == nil ? 0 : 1 + others.count }
    var last: Exchange? { others.last?.exchange ?? first }

    mutating func append(_ exchange: Exchange) {
        if first == nil { first = exchange } else { others.append(Held(exchange: exchange)) }
    }

    /// Which one has that number; nil when it is over, or never was.
    func index(of stream: StreamID) -> Int? {
        guard let first else { return nil }
        let index = stream.number - first.stream.number
        return index >= 0 && index <= others.count ? Int(index) : nil
    }

    subscript(index: Int) -> Exchange? { index > 0 ? others[index - 1].exchange : first }

    mutating func changeLast(_ body: (inout Exchange) -> Void) {
        if others.isEmpty { change(&first, body) } else { body(&others[others.count - 1].exchange) }
    }

    /// Answers the first one.
    mutating func answerFirst(_ head: ResponseHead, _ body: [UInt8], to output: inout [UInt8]) {
        first?.answer(head, body, to: &output)
        moveUpAnswered(&output)
    }

    /// Has `body` write for one of them: to `output` if it is its turn, and else to what is held for it.
    mutating func write(
        at index: Int, to output: inout [UInt8], _ body: (inout Exchange, inout [UInt8]) -> Void
    ) {
        guard index == 0 else { return others[index - 1].write(body) }
        change(&first) { body(&$0, &output) }
        moveUpAnswered(&output)
    }

    /// Forgets the last one if only its head has come.
    mutating func removeHalfSaid() {
        guard case .receiving? = last?.phase else { return }
        if others.popLast() == nil { first = nil }
    }

    /// Bytes of answers whose turn has not come.
    var heldBytes: Int { others.isEmpty ? 0 : others.reduce(0) { $0 + $1.output.count } }

    /// Bytes held for one whose turn has not come.
    func heldBytes(at index: Int) -> Int { index > 0 ? others[index - 1].output.count : 0 }

    /// Lets those whose turn has come follow the first, if it is answered.
    private mutating func moveUpAnswered(_ output: inout [UInt8]) {
        while case .answered? = first?.phase {
            guard !others.isEmpty else { return first = nil }
            let next = others.removeFirst()
            first = next.exchange
            output.append(contentsOf: next.output)
        }
    }

    private func change(_ exchange: inout Exchange?, _ body: (inout Exchange) -> Void) {
        guard var changed = exchange else { return }
        body(&changed)
        exchange = changed
    }
}
