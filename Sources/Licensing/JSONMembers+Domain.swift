internal import Bytes

extension JSONMembers {
    /// A name, which is valid once made.
    func name<Name>(
        _ member: StaticString, _ make: (String) throws(InvalidName) -> Name
    ) throws(JSONError) -> Name? {
        guard let text = try string(member) else { return nil }
        do { return try make(text) } catch { throw .unexpected(member: "\(member)", expected: error.description) }
    }

    /// A text that will stand in records.
    func text(_ member: StaticString, lengthMax: Int) throws(JSONError) -> String? {
        guard let text = try string(member) else { return nil }
        guard text.utf8.count <= lengthMax else {
            throw .unexpected(member: "\(member)", expected: "at most \(lengthMax) bytes")
        }
        return text
    }

    /// A whole number of seconds a license may live.
    func licenseDuration(_ member: StaticString) throws(JSONError) -> Duration? {
        guard let seconds = try integer(member) else { return nil }
        let limit = LicensingLimits.licenseDurationMax.components.seconds
        guard 1...limit ~= seconds else { throw .unexpected(member: "\(member)", expected: "1 to \(limit) seconds") }
        return .seconds(seconds)
    }

    /// A `NumericDate` (RFC 7519 §2), which may have a fraction; it is dropped.
    func numericDate(_ member: StaticString) throws(JSONError) -> Timestamp? {
        guard let item = item(member) else { return nil }
        if let seconds = item.integer { return Timestamp(seconds: seconds) }
        if let seconds = item.real, let whole = Int64(exactly: seconds.rounded(.down)) {
            return Timestamp(seconds: whole)
        }
        throw .unexpected(member: "\(member)", expected: "seconds since 1970")
    }

    func requiring<Value>(_ member: StaticString, _ value: Value?, _ what: String) throws(JSONError) -> Value {
        guard let value else { throw .unexpected(member: "\(member)", expected: what) }
        return value
    }
}
