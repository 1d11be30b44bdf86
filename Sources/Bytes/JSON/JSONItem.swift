/// One value of a `JSONText`.
package struct JSONItem: Sendable {
    let text: JSONText
    let place: Int

    var node: JSONNode { text.nodes[place] }

    /// Nil when it is another kind of value; likewise below.
    package var string: String? { node.kind == .string ? JSONText.string(node, text.bytes.span) : nil }

    package var integer: Int64? {
        node.kind == .integer ? JSONText.integer(text.bytes.span.extracting(node.range)) : nil
    }

    package var real: Double? { node.kind == .real ? JSONText.real(text.bytes.span.extracting(node.range)) : nil }

    package var boolean: Bool? {
        switch node.kind {
        case .isTrue: true
        case .isFalse: false
        case .null, .integer, .real, .string, .array, .object: nil
        }
    }

    package var object: JSONMembers? { node.kind == .object ? JSONMembers(text: text, place: place) : nil }

    package var elements: JSONElements? { node.kind == .array ? JSONElements(text: text, place: place) : nil }

    /// Whether it is a string that says `words`.
    package func says(_ words: String) -> Bool {
        guard node.kind == .string else { return false }
        guard node.isSimple else { return string == words }
        return text.bytes.span.extracting(node.range).equals(words.utf8.span)
    }

    /// The key ID that a string holds as 16 bytes in base64url; nil when it does not, or is none.
    package var keyIDInBase64: KeyID? {
        guard node.kind == .string else { return nil }
        guard node.hasEscape else { return try? KeyID(base64URL: text.bytes.span.extracting(node.range)) }
        let unescaped = Array(JSONText.string(node, text.bytes.span).utf8)
        return try? KeyID(base64URL: unescaped.span)
    }
}

/// The elements of an array in a `JSONText`.
package struct JSONElements: Sequence, IteratorProtocol, Sendable {
    private let text: JSONText
    private let place: Int
    private var upcoming: Int

    init(text: JSONText, place: Int) {
        self.text = text
        self.place = place
        upcoming = place + 1
    }

    package mutating func next() -> JSONItem? {
        guard upcoming < Int(text.nodes[place].next) else { return nil }
        defer { upcoming = Int(text.nodes[upcoming].next) }
        return JSONItem(text: text, place: upcoming)
    }

    package var isEmpty: Bool { text.nodes[place].next == place + 1 }

    package var count: Int {
        var count = 0
        var element = place + 1
        while element < Int(text.nodes[place].next) {
            count += 1
            element = Int(text.nodes[element].next)
        }
        return count
    }
}
