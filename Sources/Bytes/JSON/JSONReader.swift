/// Walks once over the bytes of one JSON text, which are known to be UTF-8, and lists its values.
///
/// Recursion is bounded by `JSONValue.depthMax`, every loop by the bytes at hand. Nothing is copied: whoever wants a
/// value's text makes it from the node.
struct JSONReader {
    /// From this many members on, names are compared by hashing: a peer must not make us compare each with each.
    private static let comparedNamesMax = 16

    private(set) var offset = 0
    private(set) var nodes: [JSONNode] = []

    /// Reads the whole of `bytes`.
    mutating func text(_ bytes: Span<UInt8>) throws(Malformed) {
        nodes.reserveCapacity(min(bytes.count, 32))
        try value(bytes, depth: 0)
        skipWhitespace(bytes)
        guard offset == bytes.count else { throw expected("the end of the text") }
    }

    // MARK: Values

    private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(Malformed) {
        skipWhitespace(bytes)
        guard offset < bytes.count else { return try number(bytes) }
        switch bytes[offset] {
        case UInt8(ascii: "{"): try object(bytes, depth: depth + 1)
        case UInt8(ascii: "["): try array(bytes, depth: depth + 1)
        case UInt8(ascii: "\""): try string(bytes)
        case UInt8(ascii: "t"): try literal(bytes, "true", .isTrue)
        case UInt8(ascii: "f"): try literal(bytes, "false", .isFalse)
        case UInt8(ascii: "n"): try literal(bytes, "null", .null)
        default: try number(bytes)
        }
    }

    private mutating func literal(
        _ bytes: Span<UInt8>, _ word: StaticString, _ kind: JSONNode.Kind
    ) throws(Malformed) {
        let end = offset + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes.extracting(offset..<end).equals(word) else { throw expected("\(word)") }
        add(kind, from: offset, to: end)
        offset = end
    }

    private mutating func object(_ bytes: Span<UInt8>, depth: Int) throws(Malformed) {
        let place = try open(.object, depth)
        var names = NamesSeen()
        guard !skip(bytes, UInt8(ascii: "}")) else { return close(place) }
        repeat {
            skipWhitespace(bytes)
            let (start, name) = (offset, nodes.count)
            try string(bytes)
            // RFC 8259 §4 leaves repeated names to the reader; two readers who choose differently are an attack.
            guard !isRepeated(name, in: place, bytes, &names) else {
                throw Malformed(offset: start, expected: "a name not used before")
            }
            try require(bytes, UInt8(ascii: ":"))
            try value(bytes, depth: depth)
        } while skip(bytes, UInt8(ascii: ","))
        try require(bytes, UInt8(ascii: "}"))
        close(place)
    }

    private mutating func array(_ bytes: Span<UInt8>, depth: Int) throws(Malformed) {
        let place = try open(.array, depth)
        guard !skip(bytes, UInt8(ascii: "]")) else { return close(place) }
        repeat { try value(bytes, depth: depth) } while skip(bytes, UInt8(ascii: ","))
        try require(bytes, UInt8(ascii: "]"))
        close(place)
    }

    private mutating func open(_ kind: JSONNode.Kind, _ depth: Int) throws(Malformed) -> Int {
        guard depth <= JSONValue.depthMax else { throw expected("at most \(JSONValue.depthMax) levels") }
        let place = nodes.count
        add(kind, from: offset, to: offset)
        offset += 1
        return place
    }

    private mutating func close(_ place: Int) {
        nodes[place].end = UInt32(truncatingIfNeeded: offset)
        nodes[place].next = UInt32(truncatingIfNeeded: nodes.count)
    }

    private mutating func add(_ kind: JSONNode.Kind, from start: Int, to end: Int) {
        nodes.append(JSONNode(kind, from: start, to: end, next: nodes.count + 1))
    }

    // MARK: Names

    private struct NamesSeen {
        var count = 0
        var texts: Set<String> = []
    }

    /// Whether the name at `name`, the newest node, occurs before it among the members of the object at `place`.
    private func isRepeated(
        _ name: Int, in place: Int, _ bytes: Span<UInt8>, _ seen: inout NamesSeen
    ) -> Bool {
        seen.count += 1
        if seen.count > Self.comparedNamesMax {
            if seen.texts.isEmpty { names(before: name, in: place) { seen.texts.insert(JSONText.string($0, bytes)) } }
            return !seen.texts.insert(JSONText.string(nodes[name], bytes)).inserted
        }
        var other = place + 1
        while other < name {
            if JSONText.areEqual(nodes[other], nodes[name], bytes) { return true }
            other = Int(nodes[other + 1].next)
        }
        return false
    }

    private func names(before name: Int, in place: Int, _ body: (JSONNode) -> Void) {
        var other = place + 1
        while other < name {
            body(nodes[other])
            other = Int(nodes[other + 1].next)
        }
    }

    // MARK: Numbers (§6)

    private mutating func number(_ bytes: Span<UInt8>) throws(Malformed) {
        let start = offset
        _ = accept(bytes, UInt8(ascii: "-"))
        if !accept(bytes, UInt8(ascii: "0")) { try digits(bytes, "a value") }
        var kind = JSONNode.Kind.integer
        if accept(bytes, UInt8(ascii: ".")) {
            kind = .real
            try digits(bytes, "a digit")
        }
        if accept(bytes, UInt8(ascii: "e")) || accept(bytes, UInt8(ascii: "E")) {
            kind = .real
            _ = accept(bytes, UInt8(ascii: "+")) || accept(bytes, UInt8(ascii: "-"))
            try digits(bytes, "a digit")
        }
        let text = bytes.extracting(start..<offset)
        guard kind == .integer ? JSONText.integer(text) != nil : JSONText.real(text) != nil else {
            throw Malformed(offset: start, expected: "a number of 64 bits")
        }
        add(kind, from: start, to: offset)
    }

    /// One digit or more.
    private mutating func digits(_ bytes: Span<UInt8>, _ what: StaticString) throws(Malformed) {
        let start = offset
        while offset < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[offset] { offset += 1 }
        guard offset > start else { throw expected("\(what)") }
    }

    // MARK: Strings (§7)

    private mutating func string(_ bytes: Span<UInt8>) throws(Malformed) {
        guard accept(bytes, UInt8(ascii: "\"")) else { throw expected("a string") }
        let start = offset
        var hasEscape = false
        var isASCII = true
        while true {
            isASCII = skipPlainCharacters(bytes) && isASCII
            if accept(bytes, UInt8(ascii: "\"")) { break }
            guard accept(bytes, UInt8(ascii: "\\")) else { throw expected("a character or the end of the string") }
            hasEscape = true
            var escape = JSONEscape(at: offset)
            _ = try escape.read(bytes)
            offset = escape.offset
        }
        var node = JSONNode(.string, from: start, to: offset - 1, next: nodes.count + 1)
        node.hasEscape = hasEscape
        node.isSimple = isASCII && !hasEscape
        node.mark = JSONNode.mark(of: bytes.extracting(start..<offset - 1))
        nodes.append(node)
    }

    /// Stops at the closing quote, at an escape, at a control character and at the end; whether all was ASCII.
    private mutating func skipPlainCharacters(_ bytes: Span<UInt8>) -> Bool {
        var index = offset
        var allBits: UInt8 = 0
        while bytes.count - index >= 8 {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            let plainCount = UInt64(littleEndian: word).plainASCIICount
            index += plainCount
            guard plainCount < 8 else { continue }
            if bytes[index] >= 0x80 { break }
            offset = index
            return true
        }
        while index < bytes.count {
            let byte = unsafe bytes[unchecked: index]  // The loop's condition is the check.
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            allBits |= byte
            index += 1
        }
        offset = index
        return allBits < 0x80
    }

    // MARK: Bytes

    private func expected(_ what: String) -> Malformed { Malformed(offset: offset, expected: what) }

    private mutating func skipWhitespace(_ bytes: Span<UInt8>) {
        while offset < bytes.count, bytes[offset] <= 0x20 {
            guard bytes[offset] == 0x20 || bytes[offset] == 0x0A || bytes[offset] == 0x0D || bytes[offset] == 0x09
            else { return }
            offset += 1
        }
    }

    /// Takes `character` if it stands right here.
    private mutating func accept(_ bytes: Span<UInt8>, _ character: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == character else { return false }
        offset += 1
        return true
    }

    /// Takes `character` if it comes next, after white space.
    private mutating func skip(_ bytes: Span<UInt8>, _ character: UInt8) -> Bool {
        skipWhitespace(bytes)
        return accept(bytes, character)
    }

    private mutating func require(_ bytes: Span<UInt8>, _ character: UInt8) throws(Malformed) {
        guard skip(bytes, character) else { throw expected("'\(Unicode.Scalar(character))'") }
    }
}

extension UInt64 {
    /// How many of the eight bytes, from the lowest on, come before a quote, a backslash, a control character or a byte
    /// beyond ASCII.
    ///
    /// Bit 7 of a byte is set in each term when the byte passes. A carry leaves only bytes beyond ASCII, and so spoils
    /// only what stands above the first byte that does not pass.
    fileprivate var plainASCIICount: Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let atLeastSpace = (self & 0x7F7F_7F7F_7F7F_7F7F) &+ ones &* 0x60  // sets bit 7 from 0x20 on
        let noQuote = (self ^ ones &* 0x22) &+ ones &* 0x7F  // sets bit 7 unless the byte was the quote
        let noBackslash = (self ^ ones &* 0x5C) &+ ones &* 0x7F
        let passes = ~self & atLeastSpace & noQuote & noBackslash
        return (~passes & (ones &* 0x80)).trailingZeroBitCount / 8
    }
}
