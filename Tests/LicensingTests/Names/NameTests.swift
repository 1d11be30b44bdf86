import Licensing
import Testing

@Suite("Names")
struct NameTests {
    @Test(
        "a name of the allowed characters is taken as it is",
        arguments: ["a", "Movie-1_x~2.0", "urn:uuid:1", "...", "-"])
    func accepts(text: String) throws {
        #expect(try SiteName(text).description == text)
        #expect(try ContentName(text).description == text)
    }

    @Test(
        "anything else is refused",
        arguments: ["", ".", "..", "a/b", "a b", "a%2Fb", "é", "a\n", "a\0", "<a>", "a?b", "a&b", "K\u{212A}"])
    func refuses(text: String) {
        #expect(throws: InvalidName.self) { try SiteName(text) }
        #expect(throws: InvalidName.self) { try ContentName(text) }
        #expect(throws: InvalidName.self) { try TokenKeyName(text) }
        #expect(throws: InvalidName.self) { try PolicyName(text) }
    }

    @Test("a name may be as long as its limit and no longer")
    func boundsLength() {
        let long = String(repeating: "a", count: 200)
        #expect(throws: Never.self) { try ContentName(long) }
        #expect(throws: InvalidName.self) { try ContentName(long + "a") }
        #expect(throws: Never.self) { try SiteName(long.prefix(64)) }
        #expect(throws: InvalidName.self) { try SiteName(long.prefix(65)) }
    }
}
