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
        var place = bytes.firstIndex(of: UInt8(ascii: "<"))
        while let start = place {
            count += 1
            guard count <= limits.tagsMax else { throw .tooManyTags(limit: limits.tagsMax) }
            place = bytes.firstIndex(of: UInt8(ascii: "<"), from: start + 1)
            let tag = bytes.extracting(start + 1..<(place ?? bytes.count))
            if tag.starts(with: "!") {
                guard tag.starts(with: "!--") || tag.starts(with: "![CDATA[") else { throw .documentType }
            } else {
                try checkAttributes(tag, limits)
            }
        }
    }

    /// Counts the signs of equality outside of values, up to the end of the tag.
    ///
    /// - Parameter tag: From behind a `<` to the next one, which no tag holds.
    private static func checkAttributes(_ tag: Span<UInt8>, _ limits: XMLLimits) throws(XMLFailure) {
        var count = 0
        var quote: UInt8?
        for index in tag.indices {
            switch (tag[index], quote) {
            case (let byte, let open?): if byte == open { quote = nil }
            case (UInt8(ascii: "\""), nil), (UInt8(ascii: "'"), nil): quote = tag[index]
            case (UInt8(ascii: "="), nil): count += 1
            case (UInt8(ascii: ">"), nil): return
            default: break
            }
            guard count <= limits.attributesMax else { throw .tooManyAttributes(limit: limits.attributesMax) }
        }
    }
}

extension Span<UInt8> {
    func starts(with word: StaticString) -> Bool {
        count >= word.utf8CodeUnitCount && extracting(first: word.utf8CodeUnitCount).equals(word)
    }
}
