internal import HTTPServer
internal import HTTPWire
internal import LicenseStore

/// `If-Match` and `If-None-Match` (RFC 9110 §13.1): what must be true of a content before anything happens to it.
struct Preconditions {
    private let ifMatch: String?
    private let ifNoneMatch: String?

    init(_ head: RequestHead) {
        ifMatch = head.fields.first("if-match")
        ifNoneMatch = head.fields.first("if-none-match")
    }

    /// Refuses a change whose conditions do not hold.
    func requireForChange(_ content: StoredContent?) throws(Problem) {
        if let ifMatch, !Self.names(content, in: ifMatch) { throw Self.failed }
        if let ifNoneMatch, Self.names(content, in: ifNoneMatch) { throw Self.failed }
    }

    /// Whether a reader has this very content already: 304 (RFC 9110 §15.4.5).
    func isKnown(_ content: StoredContent) -> Bool {
        ifNoneMatch.map { Self.names(content, in: $0) } ?? false
    }

    private static var failed: Problem { Problem(.preconditionFailed, "The content is not as the request expects it.") }

    private static func names(_ content: StoredContent?, in list: String) -> Bool {
        guard let content else { return false }
        return list.split(separator: ",").contains { entry in
            let tag = entry.trimming(while: \.isWhitespace)
            return tag == "*" || tag == "\"\(content.version)\""
        }
    }
}

extension Substring {
    fileprivate func trimming(while predicate: (Character) -> Bool) -> Substring {
        var rest = self.drop(while: predicate)
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
