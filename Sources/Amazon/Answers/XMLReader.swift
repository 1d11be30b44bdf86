internal import Bytes

/// Reads the XML of answers, one pass, with a stack of its own: depth is bounded by a limit and not by the thread.
struct XMLReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var elementCount = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(Malformed) -> XMLElement {
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "<") { try markup() } else { try text() }
        }
        guard let root, open.isEmpty else { throw expected("the end of an element") }
        return root
    }

    private mutating func markup() throws(Malformed) {
        if starts(with: "<?") { return try skip(past: "?>") }
        if starts(with: "<!--") { return try skip(past: "-->") }
        if starts(with: "<!") { throw expected("no document type and no CDATA section") }
        if starts(with: "</") { return try endTag() }
        try startTag()
    }

    private mutating func startTag() throws(Malformed) {
        offset += 1
        elementCount += 1
        guard root == nil else { throw expected("nothing after the outermost element") }
        guard elementCount <= AmazonLimits.elementsMax, open.count < AmazonLimits.elementDepthMax else {
            throw expected("fewer or flatter elements")
        }
        open.append(XMLElement(name: try name()))
        try skipAttributes()
        guard current == UInt8(ascii: "/") else { return offset += 1 }
        offset += 1
        guard current == UInt8(ascii: ">") else { throw expected("'>'") }
        offset += 1
        close()
    }

    private mutating func endTag() throws(Malformed) {
        offset += 2
        let name = try name()
        guard name == open.last?.name else { throw expected("the end of '\(open.last?.name ?? "")'") }
        while let byte = current, Self.isSpace(byte) { offset += 1 }
        guard current == UInt8(ascii: ">") else { throw expected("'>'") }
        offset += 1
        close()
    }

    private mutating func close() {
        guard var element = open.popLast() else { return }
        element.text = element.text.trimmed
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    /// Up to the `>` or `/>`; a quoted value may hold either.
    private mutating func skipAttributes() throws(Malformed) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: ">"), UInt8(ascii: "/"): return
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                offset += 1
                while let next = current, next != byte { offset += 1 }
                offset += 1
            default: offset += 1
            }
        }
        throw expected("the end of a tag")
    }

    private mutating func text() throws(Malformed) {
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
        let run = bytes[offset..<end]
        guard !open.isEmpty else {
            guard run.allSatisfy(Self.isSpace) else { throw expected("an element") }
            return offset = end
        }
        guard let text = String(validating: run, as: UTF8.self) else { throw expected("UTF-8") }
        open[open.count - 1].text += try XMLText.unescape(text, at: offset)
        offset = end
    }

    private mutating func name() throws(Malformed) -> String {
        let start = offset
        while let byte = current, !Self.isSpace(byte), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") {
            offset += 1
        }
        guard offset > start, let name = String(validating: bytes[start..<offset], as: UTF8.self) else {
            throw expected("a name")
        }
        return name
    }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func starts(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    private mutating func skip(past end: String) throws(Malformed) {
        while offset < bytes.count {
            if starts(with: end) { return offset += end.utf8.count }
            offset += 1
        }
        throw expected("'\(end)'")
    }

    private func expected(_ what: String) -> Malformed { Malformed(offset: offset, expected: what) }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}

extension String {
    fileprivate var trimmed: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
