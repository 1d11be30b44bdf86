/// The members of an object in a `JSONText`; no name occurs twice.
///
/// Readings as those of `JSONObject`: nil for a member that is absent, an error for one of another kind, and `null` is
/// a kind of its own.
package struct JSONMembers: Sendable {
    let text: JSONText
    let place: Int

    init(text: JSONText, place: Int) {
        self.text = text
        self.place = place
    }

    /// Reads a text whose outermost value is an object.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        let text: JSONText
        do { text = try JSONText(parsing: bytes) } catch { throw .malformed(error) }
        guard let object = text.value.object else { throw .malformed(Malformed(offset: 0, expected: "an object")) }
        self = object
    }

    package func contains(_ name: StaticString) -> Bool { find(name) != nil }

    /// The member's value, of whatever kind.
    package func item(_ name: StaticString) -> JSONItem? { find(name).map { JSONItem(text: text, place: $0) } }

    package func string(_ name: StaticString) throws(JSONError) -> String? {
        guard let item = item(name) else { return nil }
        return try Self.require(item.string, name, "a string")
    }

    package func integer(_ name: StaticString) throws(JSONError) -> Int64? {
        guard let item = item(name) else { return nil }
        return try Self.require(item.integer, name, "an integer")
    }

    package func boolean(_ name: StaticString) throws(JSONError) -> Bool? {
        guard let item = item(name) else { return nil }
        return try Self.require(item.boolean, name, "true or false")
    }

    package func array(_ name: StaticString) throws(JSONError) -> JSONElements? {
        guard let item = item(name) else { return nil }
        return try Self.require(item.elements, name, "an array")
    }

    package func object(_ name: StaticString) throws(JSONError) -> JSONMembers? {
        guard let item = item(name) else { return nil }
        return try Self.require(item.object, name, "an object")
    }

    private static func require<Value>(
        _ value: Value?, _ name: StaticString, _ kind: StaticString
    ) throws(JSONError) -> Value {
        guard let value else { throw .unexpected(member: "\(name)", expected: "\(kind)") }
        return value
    }

    /// For documents of our own: a member nobody reads would be a wish nobody grants.
    package func refuseMembers(except known: [StaticString]) throws(JSONError) {
        var stranger: String?
        forEachName { name in
            guard !known.contains(where: { Self.says(name, $0, text.bytes.span) }) else { return }
            let spelled = JSONText.string(name, text.bytes.span)
            stranger = min(stranger ?? spelled, spelled)
        }
        if let stranger { throw .unknown(member: String(stranger.prefix(JSONError.nameLengthMax))) }
    }

    /// Names and values in the order they stand.
    package var all: [(name: String, value: JSONItem)] {
        var members: [(name: String, value: JSONItem)] = []
        forEachPlace { place in
            let name = JSONText.string(text.nodes[place], text.bytes.span)
            members.append((name, JSONItem(text: text, place: place + 1)))
        }
        return members
    }

    // MARK: Places

    /// Whether a string says `word`, as `String` compares texts.
    static func says(_ node: JSONNode, _ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard node.isSimple else { return JSONText.string(node, bytes) == "\(word)" }
        return bytes.extracting(node.range).equals(word)
    }

    /// Where the value of the member called `name` stands.
    private func find(_ name: StaticString) -> Int? {
        let nodes = text.nodes.span
        let end = Int(nodes[place].next)
        let mark = JSONNode.mark(of: name)
        var member = place + 1
        while member < end {
            let node = nodes[member]
            if !node.isSimple || node.mark == mark,
                Self.says(node, name, text.bytes.span)
            {
                return member + 1
            }
            member = Int(nodes[member + 1].next)
        }
        return nil
    }

    private func forEachName(_ body: (JSONNode) -> Void) { forEachPlace { body(text.nodes[$0]) } }

    private func forEachPlace(_ body: (Int) -> Void) {
        let end = Int(text.nodes[place].next)
        var member = place + 1
        while member < end {
            body(member)
            member = Int(text.nodes[member + 1].next)
        }
    }
}
