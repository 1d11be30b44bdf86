import Testing
import YAML

@Suite("YAML")
struct YAMLNodeTests {
    @Test(
        "a scalar is the text that stands there, however it is quoted",
        arguments: [
            ("no", "no"), ("'no'", "no"), (#""a\tb""#, "a\tb"), ("0x10", "0x10"), ("a b # c", "a b"),
            ("|\n  a\n  b\n", "a\nb\n"),
            ("''", ""), ("ü", "ü"),
        ])
    func scalars(yaml: String, text: String) throws {
        #expect(try YAMLNode.reading("key: " + yaml)?["key"] == .scalar(text))
    }

    @Test(
        "blocks, flows and JSON say the same",
        arguments: [
            "a: 1\nb:\n  - x\n  - c: y\n", "{a: 1, b: [x, {c: y}]}", #"{"a": "1", "b": ["x", {"c": "y"}]}"#,
            "# why\n---\na: 1\nb: [x, c: y]\n...\n",
        ])
    func forms(yaml: String) throws {
        let node = try #require(try YAMLNode.reading(yaml))

        #expect(node["a"] == .scalar("1"))
        #expect(node["b"]?.sequence?.first == .scalar("x"))
        #expect(node["b"]?.sequence?.last?["c"] == .scalar("y"))
        #expect(node.mapping?.map(\.key) == ["a", "b"])
    }

    @Test("a value left out is an empty text")
    func emptyValue() throws {
        #expect(try YAMLNode.reading("a:\nb: 1")?["a"] == .scalar(""))
    }

    @Test("a text without a document is nothing", arguments: ["", "\n", "# only why\n"])
    func nothing(yaml: String) throws {
        #expect(try YAMLNode.reading(yaml) == nil)
    }

    @Test(
        "what is ambiguous or could grow is refused, with its line",
        arguments: [
            ("a: 1\na: 2", 2, "‘a’ a second time is not read"),
            ("a: &x 1\nb: *x", 2, "an alias is not read"),
            ("a: 1\n---\nb: 2", 3, "a second document is not read"),
            ("? [a]\n: 1", 1, "a key that is no text is not read"),
        ])
    func refused(yaml: String, line: Int, problem: String) {
        let failure = #expect(throws: YAMLFailure.self) { try YAMLNode.reading(yaml) }
        #expect(failure?.problem == problem)
        #expect(failure?.line == line)
    }

    @Test(
        "what is not YAML is refused, and never a trap",
        arguments: [
            "a: [1", "a: 'b", "\ta: 1", "a: 1\n  b: 2", "@", "a: \u{0}", "{", "- a\nb",
            String(repeating: "[", count: 10_000),
        ])
    func notYAML(yaml: String) {
        #expect(throws: YAMLFailure.self) { try YAMLNode.reading(yaml) }
    }
}
