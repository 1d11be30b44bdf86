internal import Bytes

extension XMLElement {
    /// Reads a document of UTF-8 that has no document type.
    ///
    /// Refused, besides what is not well-formed: what goes beyond `limits`, other encodings, document types, and with
    /// them every entity but the five that XML has by itself.
    package init(parsing bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLFailure) {
        try self.init(parsing: bytes.span, limits: limits)
    }

    package init(parsing bytes: Span<UInt8>, limits: XMLLimits = XMLLimits()) throws(XMLFailure) {
        try XMLGuard.check(bytes, limits)
        let document = try XMLDocument(parsing: bytes)
        self = try document.root(depthMax: limits.depthMax)
    }
}

/// Looks at the bytes of a document before libxml2 does, or where only a slice of it is parsed.
package enum XMLGuard {
    package static func check(_ bytes: Span<UInt8>, _ limits: XMLLimits) throws(XMLFailure) {
        guard bytes.count <= limits.lengthMax else { throw .tooLong(limit: limits.lengthMax) }
        guard isUTF8(bytes) else { throw .notUTF8 }
        try checkTags(bytes, limits)
    }

    /// Without zeros, which no XML has and which text in 16 or 32 bits has everywhere.
    private static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.firstIndex(of: 0) == nil else { return false }
        return (try? UTF8Span(validating: bytes)) != nil
    }

    /// A `<!` is a comment, a CDATA section or refused: nothing else may begin like that outside a document type.
    private static func checkTags(_ bytes: Span<UInt8>, _ limits: XMLLimits) throws(XMLFailure) {
        var count = 0
        var place = 0
        while let found = bytes.firstIndex(of: UInt8(ascii: "<"), from: place) {
            place = found + 1
            count += 1
            guard count <= limits.tagsMax else { throw .tooManyTags(limit: limits.tagsMax) }
            guard place < bytes.count, bytes[place] == UInt8(ascii: "!") else { continue }
            let rest = bytes.extracting(droppingFirst: place)
            guard rest.starts(with: "!--") || rest.starts(with: "![CDATA[") else { throw .documentType }
        }
    }
}

extension Span<UInt8> {
    func starts(with word: StaticString) -> Bool {
        count >= word.utf8CodeUnitCount && extracting(first: word.utf8CodeUnitCount).equals(word)
    }
}
