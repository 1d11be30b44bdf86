import Testing
import XML

private func read(_ text: String, limits: XMLLimits = XMLLimits()) throws(XMLFailure) -> XMLElement {
    try XMLElement(parsing: Array(text.utf8), limits: limits)
}

/// Why a text is not read, or nil when it is.
private func refusal(_ text: String, limits: XMLLimits = XMLLimits()) -> XMLFailure? {
    do throws(XMLFailure) { _ = try read(text, limits: limits) } catch { return error }
    return nil
}

@Suite("XML reading")
struct XMLElementTests {
    @Test("names, namespaces, attributes, texts and children are copied")
    func copies() throws {
        let element = try read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <a xmlns="urn:one" xmlns:t="urn:two" x="1 &lt; 2" t:y="é"><!-- no --><b>one</b>x<t:b>t&#119;o</t:b
            ><c><![CDATA[<raw>]]>&amp;</c><d/></a>
            """)

        #expect(element.name == "a" && element.namespace == "urn:one")
        #expect(element.attribute("x") == "1 < 2")
        #expect(element.attribute("y") == nil && element.attribute("y", namespace: "urn:two") == "é")
        #expect(element.children.map(\.name) == ["b", "b", "c", "d"])
        #expect(element.children.map(\.text) == ["one", "two", "<raw>&", ""])
        #expect(element.children("b").map(\.namespace) == ["urn:one", "urn:two"])
        #expect(element.text.contains("x"))
        #expect(element.child("c")?.text == "<raw>&")
    }

    @Test("of two children with one name none is chosen")
    func choosesNone() throws {
        let element = try read("<a><b>1</b><b>2</b><c><d>3</d></c></a>")
        #expect(element.child("b") == nil)
        #expect(element.descendant("c", "d")?.text == "3")
        #expect(element.descendant("b", "d") == nil)
    }

    @Test(
        "a document type is refused before anybody reads it",
        arguments: [
            "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "<a/><!ELEMENT a EMPTY>", "<!doctype a><a/>",
            "<a><![INCLUDE[x]]></a>",
        ])
    func refusesDocumentTypes(text: String) {
        #expect(refusal(text) == .documentType)
    }

    @Test(
        "what is not well-formed is refused",
        arguments: [
            "", " ", "a", "<a>", "<a></b>", "<a>&x;</a>", "<a x=1/>", "<a x='1' x='2'/>", "<a/><b/>", "<a>&#0;</a>",
            "<a x='<'/>", "<a x='&y;'/>", "<x:a/>x", "<a>\u{1}</a>", "<a", "<a><![CDATA[x</a>", "<a><!-- -- --></a>",
        ])
    func refusesMalformed(text: String) {
        if case .malformed = refusal(text) { return }
        Issue.record("\(text) is read, or refused for another reason")
    }

    @Test("another encoding is refused, whatever the document says of itself")
    func refusesEncodings() {
        let utf16 = "<a/>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        for bytes in [utf16, [0xFF, 0xFE] + utf16, Array("<a>".utf8) + [0xE9] + Array("</a>".utf8)] {
            #expect(throws: XMLFailure.notUTF8) { try XMLElement(parsing: bytes) }
        }
        #expect(refusal("<?xml version=\"1.0\" encoding=\"utf-7\"?><a>+ADw-</a>") == nil)
    }

    @Test("what goes beyond the limits is refused by name")
    func keepsLimits() {
        let deep = String(repeating: "<a>", count: 33) + String(repeating: "</a>", count: 33)
        let limits = XMLLimits(lengthMax: 300, tagsMax: 12)

        #expect(refusal(deep) == .tooDeep(limit: 32))
        #expect(refusal(String(deep.dropFirst(3).dropLast(4))) == nil)
        #expect(refusal("<a>" + String(repeating: "x", count: 300) + "</a>", limits: limits) == .tooLong(limit: 300))
        #expect(refusal("<a>" + String(repeating: "<b/>", count: 10) + "</a>", limits: limits) == nil)
        let many = "<a>" + String(repeating: "<b/>", count: 11) + "</a>"
        #expect(refusal(many, limits: limits) == .tooManyTags(limit: 12))
    }

    @Test("an element with more attributes than the limit is refused, wherever its other signs of equality stand")
    func countsAttributes() {
        func attributes(_ count: Int, _ name: String = "x") -> String {
            (0..<count).map { " \(name)\($0)='u'" }.joined()
        }
        let refused = [
            "<a\(attributes(65))/>", "<a b='>'\(attributes(64))/>", "<a b='\"' c=\"'>\"\(attributes(63))/>",
            "<a\(attributes(65, "xmlns:x"))/>", "<a><b\(attributes(65))", "<?a\(attributes(65))?><a/>",
        ]
        let read = [
            "<a\(attributes(64))/>", "<a b='\(String(repeating: "=", count: 99))'\(attributes(63))/>",
            "<a>\(attributes(99))</a>", "<a\(attributes(64))><b\(attributes(64))/></a>",
            "<a><!--\(attributes(99))--></a>",
        ]

        for text in refused { #expect(refusal(text) == .tooManyAttributes(limit: 64), "\(text)") }
        for text in read { #expect(refusal(text) == nil, "\(text)") }
    }

    @Test("a document cut short at any byte is refused")
    func refusesPrefixes() {
        let whole = Array("<a x='1'><b>&amp;é</b><!-- c --><![CDATA[d]]></a>".utf8)
        for length in whole.indices {
            #expect(throws: XMLFailure.self) { try XMLElement(parsing: Array(whole.prefix(length))) }
        }
    }
}

@Suite("XML slices")
struct XMLSliceTests {
    private func slice(_ text: String) throws -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[try XMLSlice.range(of: "LA", in: bytes.span)], as: UTF8.self)
    }

    @Test("the slice goes from the start of the tag to the end of its end")
    func slices() throws {
        #expect(try slice("<x><LA a='>'><LA_URL>u</LA_URL></LA>\n</x>") == "<LA a='>'><LA_URL>u</LA_URL></LA>")
        #expect(try slice("<LA>\n</LA>") == "<LA>\n</LA>")
    }

    @Test(
        "none, two, a start without an end, or an end before its start: refused",
        arguments: [
            "", "<LA", "<LA>", "</LA>", "</LA><LA>", "<LA></LA><LA></LA>", "<LA><LA></LA></LA>", "<LA/>",
            "<LA></LA><!--<LA>-->", "<LA></LA></LA>", "<LA></LA ><x/>", "<LA_URL></LA_URL>", "<p:LA></p:LA>",
        ])
    func refuses(text: String) {
        #expect(throws: XMLFailure.notOnce(element: "LA")) { try slice(text) }
    }
}

@Suite("XML writing")
struct XMLWriterTests {
    @Test("what is written is ASCII, and read again it is the same")
    func writes() throws {
        let text = "a<b>&\"c' é\u{1F600}\n\u{1}\u{FFFF}"
        var xml = XMLWriter()
        xml.element("x", [("xmlns", "urn:x"), ("y", text)]) { xml in
            xml.element("z", text: text)
            xml.element("w", base64: [1, 2, 3, 4])
            xml.element("v")
        }

        let written = String(decoding: xml.bytes, as: UTF8.self)
        let element = try XMLElement(parsing: xml.bytes)

        let readable = "a<b>&\"c' é\u{1F600}\n\u{FFFD}\u{FFFD}"
        #expect(xml.bytes.allSatisfy { $0 < 0x80 })
        #expect(written.hasSuffix("<w>AQIDBA==</w><v></v></x>"))
        #expect(element.child("z")?.text == readable)
        #expect(element.attribute("y") == readable)
    }
}
