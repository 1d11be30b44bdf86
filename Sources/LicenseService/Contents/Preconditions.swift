internal import HTTPServer
internal import HTTPWire
internal import LicenseStore

/// `If-Match` and `If-None-Match` (RFC 9110 §13.1): what must be true of a content before anything happens to it.
struct Preconditions {
    private let ifMatch: String?
    private let ifNoneMatch: String?

    init(_ head: RequestHead) {
        ifMatch = Self.list("if-match", of: head)
        ifNoneMatch = Self.list("if-none-match", of: head)
    }

    /// A list may go on in further lines of the same name (RFC 9110 §5.3).
    private static func list(_ name: FieldName, of head: RequestHead) -> String? {
        head.fields.contains(name) ? head.fields.all(name).joined(separator: ",") : nil
    }

    /// Refuses a change whose conditions do not hold.
    func requireForChange(_ content: StoredContent?) throws(Problem) {
        if let ifMatch, !Self.names(content, in: ifMatch, weakly: false) { throw Self.failed }
        if let ifNoneMatch, Self.names(content, in: ifNoneMatch, weakly: true) { throw Self.failed }
    }

    /// Whether a reader has this very content already: 304 (RFC 9110 §15.4.5).
    func isKnown(_ content: StoredContent) -> Bool {
        ifNoneMatch.map { Self.names(content, in: $0, weakly: true) } ?? false
    }

    private static var failed: Problem { Problem(.preconditionFailed, "The content is not as the request expects it.") }

    /// - Parameter weakly: A tag that some proxy made weak counts too (RFC 9110 §8.8.3.2): right for `If-None-Match`.
    private static func names(_ content: StoredContent?, in list: String, weakly: Bool) -> Bool {
        guard let content else { return false }
        return list.split(separator: ",").contains { entry in
            let tag = entry.trimming(while: \.isWhitespace)
            let strong = "\"\(content.version)\""
            return tag == "*" || tag == strong || (weakly && tag == "W/\(strong)")
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
