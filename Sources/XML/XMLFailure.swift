/// Why bytes are not XML as we read it; fit for strangers.
package enum XMLFailure: Error, Equatable, Sendable {
    case tooLong(limit: Int)
    case tooManyTags(limit: Int)
    case tooDeep(limit: Int)
    case tooManyAttributes(limit: Int)
    /// Another encoding than UTF-8, or bytes that are not UTF-8.
    case notUTF8
    /// `<!DOCTYPE` or a declaration in one: where entities and files of others come from.
    case documentType
    /// Not well-formed.
    case malformed(line: Int)
    /// An element that stands there once, and only once, is missing, stands there again or is not closed.
    case notOnce(element: String)
}

extension XMLFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLong(let limit): "longer than \(limit) bytes"
        case .tooManyTags(let limit): "more than \(limit) tags"
        case .tooDeep(let limit): "nested deeper than \(limit)"
        case .tooManyAttributes(let limit): "more than \(limit) attributes"
        case .notUTF8: "not UTF-8"
        case .documentType: "a document type is not read"
        case .malformed(let line): "line \(line): not well-formed"
        case .notOnce(let element): "not exactly one \(element)"
        }
    }
}
