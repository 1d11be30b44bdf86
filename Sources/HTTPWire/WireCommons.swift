/// What the connections of one loop share: their limits, the question how large a body may be, and room to use again.
package final class WireCommons {
    package let limits: WireLimits
    private let bodyLimit: (RequestHead) -> Int
    /// The last request of HTTP/1.1, used for the next one unless somebody holds it.
    private var last: RequestParts?
    /// The list of an answer's fields, used for one answer after the other (HTTP/2).
    var answerFields = AnswerFields()

    /// - Parameter bodyLimit: Bytes a request's body may have, asked once for each head that announces one; it may note
    ///   something on the head.
    package init(limits: WireLimits = WireLimits(), bodyLimit: @escaping (RequestHead) -> Int) {
        self.limits = limits
        self.bodyLimit = bodyLimit
    }

    func bodyLimit(for head: RequestHead) -> Int { max(0, bodyLimit(head)) }

    /// Parts to be set anew, with room for fields if nobody holds the last ones any more.
    func freshParts() -> RequestParts {
        if isKnownUniquelyReferenced(&last), let last { return last }
        let parts = RequestParts()
        last = parts
        return parts
    }

    /// Fields to be filled anew, likewise.
    func freshFields() -> FieldSection {
        var taken = FieldSection()
        if isKnownUniquelyReferenced(&last), let last { swap(&taken, &last.fields) }
        taken.clear()
        return taken
    }

    /// Lets go of the bytes that the last request lies in: the loop is about to read others into their place.
    func endTurn() {
        if isKnownUniquelyReferenced(&last) { last?.letGo() } else { last = nil }
    }
}
