import Testing

@Suite("Reading Swift")
struct SwiftCodeTests {
    @Test(
        "prose is blanked and code is kept",
        arguments: [
            ("let a = 1  // as! b", "let a = 1          "),
            ("/* as! /* b */ c */ let a", "                    let a"),
            ("f(\"as! b\") + c", "f(\"     \") + c"),
            ("f(\"a\\\"as!\") + c", "f(\"      \") + c"),
            ("f(\"a \\(b + c(d)) e\") + g", "f(\"  \\(b + c(d))  \") + g"),
            ("f(#\"a\"b\\(c\"#) + d", "f(#\"      \"#) + d"),
            ("f(#\"a\\#(b)\"#) + d", "f(#\" \\#(b)\"#) + d"),
            ("let r = /a\"{b/\nlet c", "let r =       \nlet c"),
            ("let q = a / b / c", "let q = a / b / c"),
        ])
    func blanksProse(source: String, code: String) {
        #expect(SwiftCode(source).withoutProse == code)
    }

    @Test("a multi-line string keeps its line breaks")
    func keepsLines() {
        let source = "let a = \"\"\"\n    func \"b\" {\n    \"\"\"\nlet c"

        let code = SwiftCode(source).withoutProse

        #expect(code == "let a = \"\"\"\n              \n    \"\"\"\nlet c")
    }

    @Test("the tree is found, so that no rule passes for want of files")
    func findsTheTree() throws {
        #expect(Tree.sources.count > 50)
        #expect(Tree.tests.contains { $0.path.hasSuffix("TidyTests/Reading/SwiftCodeTests.swift") })
        #expect(try Tree.file("Package.swift").lineCount > 50)
    }
}
