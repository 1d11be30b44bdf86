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

    @Test("the files and functions that a document names are there")
    func namesWhatIsThere() {
        let documents = Tree.files.filter { $0.name.hasSuffix(".md") && $0.name != "CHANGELOG.md" }

        expectNone(documents.flatMap { missingCode(in: $0, Tree.files) })
    }

    @Test("a file or a function that is not there is found")
    func findsMissingCode() {
        let hex = TextFile(path: "Sources/Bytes/Hex.swift", text: "func decode(_ text: String) {}\ninit(_ a: Int) {}")
        let document = TextFile(
            path: "docs/a.md",
            text: """
                `Sources/Bytes/Hex.swift`, `decode(_:)` and `init(_:)`, in `Sources/Bytes`, by `read(2)`
                `Sources/Bytes/Hex.swift`, `encode(_:)`
                `Sources/Bytes/Octal.swift`
                """)

        let findings = missingCode(in: document, [hex])

        #expect(
            findings == [
                Finding(path: "docs/a.md", line: 2, says: "Sources/Bytes/Hex.swift has no encode(_:)"),
                Finding(path: "docs/a.md", line: 3, says: "names Sources/Bytes/Octal.swift, which is not there"),
            ])
    }

    @Test("the tests that a table names are there")
    func namesTestsThatAreThere() {
        let tests = Tree.tests.filter { file in
            ["Tests.swift", "Story.swift", "Stories.swift"].contains { file.name.hasSuffix($0) }
        }
        let documents = Tree.files.filter { $0.isBelow("docs") && $0.name.hasSuffix(".md") }

        expectNone(documents.flatMap { missingTests(in: $0, tests) })
    }

    @Test("a test that a table names and that is not there is found")
    func findsMissingTests() {
        let tests = TextFile(path: "Tests/ATests/ATests.swift", text: "@Test(\"a falls\") func falls() {}")
        let document = TextFile(
            path: "docs/a.md", text: "| a | \"a falls\" |\n| b | says \"b\" |\n| c | \"c falls\" |\n| \"d\" | d |")

        let findings = missingTests(in: document, [tests])

        #expect(
            findings == [
                Finding(path: "docs/a.md", line: 3, says: "names the test \"c falls\", which is not there")
            ])
    }

    @Test("every setting that is read has its row in its manual")
    func settingsAreDocumented() throws {
        let readers = Tree.sources.filter { $0.text.contains("extension SettingsReader") }
        for (manual, isDrill) in [("docs/configuration.md", false), ("docs/drill.md", true)] {
            let keys = readers.filter { ($0.target == "Drill") == isDrill }.flatMap(settingKeys)

            #expect(undocumentedSettings(keys, in: try Tree.file(manual)) == [])
            #expect(keys.count > 20, "the keys were not found; are they read elsewhere?")
        }
    }

    @Test("a setting without a row is found")
    func findsUndocumentedSettings() {
        let source = TextFile(
            path: "Sources/A/A.swift",
            text: "port: try section.integer(\"port\", in: 1...9),\nhost: try section.string(\"host\")")
        let document = TextFile(path: "docs/configuration.md", text: "| `database.port` | a port |")

        let keys = settingKeys(in: source)

        #expect(keys == ["port", "host"])
        #expect(undocumentedSettings(keys, in: document) == ["host"])
    }
}
