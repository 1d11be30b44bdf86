import Bytes

/// A JSON text: what is read and written again reads the same.
func feedJSON(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let value = try? JSONValue(parsing: input).writable else { return .refused }
    var json = JSONWriter()
    value.write(to: &json)
    let readAgain = try? JSONValue(parsing: json.bytes)
    try promise(readAgain == value, "a text that was read and written reads the same")
    return .read
}

extension JSONValue {
    /// With stand-ins for the two kinds that our documents never write.
    fileprivate var writable: JSONValue {
        switch self {
        case .null: .boolean(false)
        case .real: .integer(0)
        case .boolean, .integer, .string: self
        case .array(let elements): .array(elements.map(\.writable))
        case .object(let object): .object(JSONObject(object.members.mapValues(\.writable)))
        }
    }

    fileprivate func write(to json: inout JSONWriter) {
        switch self {
        case .null, .real: break
        case .boolean(let value): json.boolean(value)
        case .integer(let number): json.integer(number)
        case .string(let text): json.string(text)
        case .array(let elements): json.array { json in elements.forEach { $0.write(to: &json) } }
        case .object(let object):
            json.object { json in
                for (name, value) in object.members { json.member(name) { value.write(to: &$0) } }
            }
        }
    }
}
