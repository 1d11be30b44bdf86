import Amazon
import Bytes
import Testing

@Suite("XML answers")
struct XMLElementTests {
    private func parse(_ text: String) throws(Malformed) -> XMLElement { try XMLElement(parsing: Array(text.utf8)) }

    @Test("names, texts and children are read; attributes, comments and declarations are passed over")
    func reads() throws {
        let element = try parse(
            "<?xml version=\"1.0\"?>\n<a x='1>2'><!-- <b> --><b>1 &lt; 2 &amp;&#x41;&#66;</b>"
                + "<c/><b y=\"/>\"> two </b></a>\n"
        )

        #expect(element.name == "a")
        #expect(element.all("b").map(\.text) == ["1 < 2 &AB", "two"])
        #expect(element["c"]?.text == "")
        #expect(element.find("c") != nil && element["d"] == nil)
    }

    @Test(
        "what is not plain XML is refused",
        arguments: [
            "", "x", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a>&eacute;</a>", "<a>&amp</a>", "<a>&#xD800;</a>",
            "<>x</>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a><![CDATA[b]]></a>", "<a x='1", "<a", "<", "<a/", "</",
            "<a></a", "<a>\u{0}</a><b>", "<!--", "<?", "text<a/>",
        ])
    func refuses(text: String) { #expect(throws: Malformed.self) { try parse(text) } }

    @Test("nesting and numbers of elements end at their limits, and the thread's stack does not")
    func isBounded() {
        let deep = String(repeating: "<a>", count: 100_000)
        let wide = "<a>" + String(repeating: "<b/>", count: AmazonLimits.elementsMax) + "</a>"

        #expect(throws: Malformed.self) { try parse(deep) }
        #expect(throws: Malformed.self) { try parse(wide) }
    }

    @Test("no mutation of an answer ends the process")
    func survivesMutations() {
        let answer = Array("<?xml?><E a='b'><Error><Code>Throttling</Code><Message>&lt;</Message></Error></E>".utf8)
        for index in answer.indices {
            for byte in [UInt8](arrayLiteral: 0, 0x22, 0x26, 0x27, 0x2F, 0x3B, 0x3C, 0x3E, 0x80, 0xFF) {
                var mutated = answer
                mutated[index] = byte
                _ = try? XMLElement(parsing: mutated)
                _ = try? XMLElement(parsing: Array(answer.prefix(index)))
            }
        }
    }
}
