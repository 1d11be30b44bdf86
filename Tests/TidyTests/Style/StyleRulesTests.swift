import Testing

/// The rules go red: each is shown a file that breaks it.
@Suite("Style rules")
struct StyleRulesTests {
    func file(_ text: String, path: String = "Sources/Licensing/Example.swift") -> TextFile {
        TextFile(path: path, text: text)
    }

    // MARK: - Lengths

    @Test("a file over its limit is found, unless it is named")
    func findsLongFiles() {
        let long = file(String(repeating: "//\n", count: 601))

        #expect(tooLong(long, limit: 601) == [])
        #expect(tooLong(long, limit: 600).count == 1)
        #expect(tooLong(long, limit: 600, exceptions: [long.path]) == [])
    }

    @Test("a function over its limit is found")
    func findsLongFunctions() {
        let body = String(repeating: "    a()\n", count: 71)
        let long = file("struct S {\n    func f() {\n\(body)    }\n}\n")

        #expect(longFunctions(in: long, limit: 71) == [])
        #expect(longFunctions(in: long, limit: 70).map(\.line) == [2])
    }

    @Test("a line over its limit is found, counted in characters")
    func findsLongLines() {
        let text = "a\n" + String(repeating: "é", count: 120) + "\n" + String(repeating: "e", count: 121)

        #expect(longLines(in: file(text), limit: 120).map(\.line) == [3])
    }

    @Test("the median of an even number is the upper one", arguments: [([3], 3), ([1, 9], 9), ([9, 1, 2], 2)])
    func takesMedian(values: [Int], expected: Int) {
        #expect(median(values) == expected)
    }

    // MARK: - Names

    @Test(
        "a drawer is found in a path",
        arguments: [
            "Sources/Bytes/Utils/Hex.swift", "Sources/Bytes/HexHelper.swift", "Sources/Bytes/Array+Helpers.swift",
            "Sources/Postgres/ConnectionManager.swift", "Sources/Core/A.swift", "Sources/Bytes/Common.swift",
            "Sources/Postgres/New/A.swift", "Sources/Bytes/miscellany/Misc.swift",
        ])
    func findsDrawerPaths(path: String) {
        #expect(!drawerPaths(in: file("", path: path)).isEmpty)
    }

    @Test("a name that only contains a drawer's letters is left alone", arguments: ["Newline", "CommonPSSH", "Score"])
    func allowsOtherNames(name: String) {
        #expect(drawerPaths(in: file("", path: "Sources/Bytes/\(name).swift")) == [])
        #expect(drawerTypes(in: file("struct \(name) {}")) == [])
    }

    @Test(
        "a drawer is found in a type",
        arguments: ["final class KeyManager {", "package enum Utils {", "actor LicenseCore: A {", "struct NewKey<T> {"])
    func findsDrawerTypes(line: String) {
        #expect(drawerTypes(in: file(line)).count == 1)
    }

    @Test("a type named like a module is found")
    func findsAmbiguousTypes() {
        #expect(typesNamedLikeModules(in: file("struct Prober {\n}"), modules: ["Prober"]).count == 1)
        #expect(typesNamedLikeModules(in: file("let a = \"struct Prober\""), modules: ["Prober"]) == [])
    }

    // MARK: - Words

    @Test("a banned word is found", arguments: ["let a = try! b()", "let a = b as! C", "fatalError(\"no\")"])
    func findsBannedWords(line: String) {
        #expect(bannedWords(in: file(line), BannedWords.inSwift).count == 1)
    }

    @Test("a banned word in prose or inside another is left alone", arguments: ["// try! this", "let a = \"as! b\""])
    func allowsProse(line: String) {
        #expect(bannedWords(in: file(line), BannedWords.inSwift) == [])
    }

    @Test("printing is found, and a name that ends in it is not")
    func findsPrinting() {
        #expect(bannedWords(in: file("print(a)"), BannedWords.inSources).count == 1)
        #expect(bannedWords(in: file("fingerprint(a)"), BannedWords.inSources) == [])
    }

    @Test("unsafe is found outside its targets", arguments: ["unsafe read(a)", "nonisolated(unsafe) var a: Int"])
    func findsUnsafe(line: String) {
        #expect(unsafeWords(in: file(line), allowedTargets: ["Bytes"]).count == 1)
        #expect(unsafeWords(in: file(line), allowedTargets: ["Licensing"]) == [])
    }

    @Test("safe words are left alone", arguments: ["isSafeToRetry", "// unsafe", "let unsafety = 1"])
    func allowsSafe(line: String) {
        #expect(unsafeWords(in: file(line), allowedTargets: []) == [])
    }

    @Test("British spelling is found in code, comments, strings and documents")
    func findsBritishSpelling() {
        let word = "lice" + "nce"

        for line in ["let \(word) = 1", "// the \(word)s", "let a = \"a \(word)\"", "\(word.uppercased()) SERVER"] {
            #expect(britishWords(in: file(line)).count == 1, "\(line)")
        }
        #expect(britishWords(in: file("// DASH-IF calls it `\(word)Url`.")) == [])
        #expect(britishWords(in: file("// a license and its licensee")) == [])
    }

    @Test("a reminder without a number is found")
    func findsUnnumberedReminders() {
        let word = "TO" + "DO"

        #expect(unnumberedTodos(in: file("// \(word): later")).count == 1)
        #expect(unnumberedTodos(in: file("// \(word)(#12): later")) == [])
    }

    @Test("a workplace's path is found")
    func findsWorkplaces() {
        for path in BannedWords.workplaces { #expect(workplacePaths(in: file("cd \(path)x")).count == 1) }
        #expect(workplacePaths(in: file("docs/framework/index.md")) == [])
    }

    @Test(
        "a sleeping test is found",
        arguments: ["try await Task.sleep(for: .seconds(1))", "usleep(1000)", "    sleep(1)", "_ = Glibc.nanosleep(a)"])
    func findsSleeps(line: String) {
        let test = file(line.replacing("Glibc.", with: ""), path: "Tests/A/B.swift")

        #expect(sleeps(in: test, allowedFiles: []).count == 1)
        #expect(sleeps(in: test, allowedFiles: [test.path]) == [])
    }

    @Test(
        "a loop's own timer is no sleep",
        arguments: ["try await loop.sleep(for: .zero)", "func sleep() {", "// usleep(1)"])
    func allowsTimers(line: String) {
        #expect(sleeps(in: file(line, path: "Tests/A/B.swift"), allowedFiles: []) == [])
    }

    @Test("a test without a sentence is found")
    func findsNamelessTests() {
        #expect(namelessTests(in: file("@Test func a() {}\n@Test(arguments: [1]) func b() {}")).map(\.line) == [1, 2])
        #expect(namelessTests(in: file("@Test(\n    \"a is b\") func c() {}")) == [])
    }
}
