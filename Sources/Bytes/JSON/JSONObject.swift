/// The members of a JSON object; no name occurs twice.
///
/// A reading returns nil for a member that is absent, and throws for one that is of another kind; `null` is a kind of
/// its own, so it never passes for absent.
package struct JSONObject: Equatable, Sendable {
    package let members: [String: JSONValue]

    package init(_ members: [String: JSONValue]) { self.members = members }

    /// Reads a text whose outermost value is an object.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch { throw .malformed(error) }
        guard case .object(let object) = value else {
            throw .malformed(Malformed(offset: 0, expected: "an object"))
        }
        self = object
    }

    package func contains(_ name: String) -> Bool { members[name] != nil }

    package func string(_ name: String) throws(JSONError) -> String? {
        guard let value = members[name] else { return nil }
        guard case .string(let text) = value else { throw .unexpected(member: name, expected: "a string") }
        return text
    }

    package func integer(_ name: String) throws(JSONError) -> Int64? {
        guard let value = members[name] else { return nil }
        guard case .integer(let number) = value else { throw .unexpected(member: name, expected: "an integer") }
        return number
    }

    package func array(_ name: String) throws(JSONError) -> [JSONValue]? {
        guard let value = members[name] else { return nil }
        guard case .array(let elements) = value else { throw .unexpected(member: name, expected: "an array") }
        return elements
    }

    package func object(_ name: String) throws(JSONError) -> JSONObject? {
        guard let value = members[name] else { return nil }
        guard case .object(let object) = value else { throw .unexpected(member: name, expected: "an object") }
        return object
    }

    /// For documents of our own: a member nobody reads would be a wish nobody grants.
    package func refuseMembers(except known: Set<String>) throws(JSONError) {
        guard let stranger = members.keys.filter({ !known.contains($0) }).min() else { return }
        throw .unknown(member: String(stranger.prefix(JSONError.nameLengthMax)))
    }
}
