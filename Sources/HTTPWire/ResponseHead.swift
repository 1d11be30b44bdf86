/// One header field of an answer.
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
///
/// An invalid field never gets in, so a response cannot be split, whatever ends up in a value. Framing belongs to the
/// session: `content-length`, `transfer-encoding` and `connection` are its own, and are left out here too.
package struct ResponseHead: Equatable, Sendable {
    package let status: Int
    package private(set) var fields: [Field] = []

    /// - Parameter status: A final status, 200 to 599; anything else becomes 500.
    package init(status: Int, fields: [Field] = []) {
        self.status = (200...599).contains(status) ? status : 500
        for field in fields { append(field) }
    }

    /// Adds a field, unless it is invalid or the session's own.
    package mutating func append(_ field: Field) {
        guard field.isValid, !Self.isOwnedBySession(field.name) else { return }
        fields.append(field)
    }

    /// Whether such an answer may carry a body (RFC 9110 §15.3.5, §15.4.5).
    var allowsBody: Bool { status != 204 && status != 304 }

    private static func isOwnedBySession(_ name: String) -> Bool {
        switch name {
        case "connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": true
        default: false
        }
    }
}

/// How the body of an answer reaches the session.
package enum ResponseBody: Sendable {
    /// All of it, now.
    case complete([UInt8])
    /// In pieces, through `send(_:on:)` and `finish(_:)`.
    case streaming
}
