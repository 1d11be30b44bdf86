import Testing

@Suite("Documentation")
struct DocumentationTests {
    @Test("every problem code has its section in docs/problems.md")
    func problemsAreDocumented() throws {
        let sources = Tree.sources.filter { $0.isBelow("Sources/HTTPServer") && $0.name.hasPrefix("Problem") }
        let codes = sources.flatMap(problemCodes)

        let undocumented = undocumentedCodes(codes, in: try Tree.file("docs/problems.md"))

        #expect(undocumented == [])
        #expect(codes.isEmpty == sources.isEmpty, "the codes were not found; has Problem moved?")
    }

    @Test("a code without a section is found")
    func findsUndocumentedCodes() {
        let source = TextFile(
            path: "Sources/HTTPServer/Problem.swift",
            text: "enum Code: String {\n    case notEntitled = \"not-entitled\"\n    case notFound = \"not-found\"\n}")
        let document = TextFile(path: "docs/problems.md", text: "# Problems\n\n## `not-found`\n\nnot-entitled\n")

        let codes = problemCodes(in: source)

        #expect(codes == ["not-entitled", "not-found"])
        #expect(undocumentedCodes(codes, in: document) == ["not-entitled"])
    }

    @Test("what a document links to inside the tree is there")
    func linksLead() {
        let documents = Tree.files.filter { $0.name.hasSuffix(".md") }
        let paths = Set(Tree.files.map(\.path))

        expectNone(documents.flatMap { brokenLinks(in: $0, paths: paths) })
    }

    @Test("a broken link is found")
    func findsBrokenLinks() {
        let document = TextFile(
            path: "docs/a.md",
            text: "[b](b.md#x) [c](../c.md)\n[d](https://d.example) ![e](missing.svg)\n[f](#here)")

        let findings = brokenLinks(in: document, paths: ["docs/b.md", "c.md"])

        #expect(findings == [Finding(path: "docs/a.md", line: 2, says: "links to missing.svg, which is not there")])
    }
}
