/// One header field, of an answer or of a request of ours.
package struct Field: Equatable, Sendable {
    /// Lower case, as HTTP/2 demands (RFC 9113 §8.2).
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name.lowercased()
        self.value = value
    }

    /// Whether the field can be written without changing what surrounds it: no CR, LF or NUL (RFC 9110 §5.5).
    package var isValid: Bool {
        !name.isEmpty && name.utf8.allSatisfy(ByteSet.token.contains)
            && value.utf8.allSatisfy(ByteSet.fieldValue.contains)
    }
}

/// The status and the fields of an answer.
package struct ResponseHead: Equatable, Sendable {
    package let status: Int
    /// What this answer says.
    package private(set) var block: FieldBlock
    /// What every answer says in these days; made once and shared by all.
    package var shared = FieldBlock()

    /// - Parameter status: A final status, 200 to 599; anything else becomes 500.
    package init(status: Int, _ block: FieldBlock) {
        self.status = status >= 200 && status <= 599 ? status : 500
        self.block = block
    }

    package init(status: Int, fields: [Field] = []) { self.init(status: status, FieldBlock(fields)) }

    /// All fields one by one, for tests and whatever is not in a hurry.
    package var fields: [Field] { block.fields + shared.fields }

    /// Adds a field, unless it is invalid or the session's own.
    package mutating func append(_ field: Field) { block.append(field) }

    package mutating func append(_ fields: FieldBlock) { block.append(fields) }

    /// Whether such an answer may carry a body (RFC 9110 §15.3.5, §15.4.5).
    var allowsBody: Bool { status != 204 && status != 304 }
}

/// How the body of an answer reaches the session.
package enum ResponseBody: Sendable {
    /// All of it, now.
    case complete([UInt8])
    /// In pieces, through `send(_:on:)` and `finish(_:)`.
    case streaming
}
