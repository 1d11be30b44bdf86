import Testing

@Suite("Measuring functions")
struct FunctionScannerTests {
    func measure(_ source: String) -> [MeasuredFunction] {
        FunctionScanner(code: SwiftCode(source).withoutProse).functions
    }

    @Test(
        "a body is measured between its braces",
        arguments: [
            ("func a() { b() }", [MeasuredFunction(line: 1, length: 1)]),
            ("func a() {\n    b()\n    c()\n}", [MeasuredFunction(line: 1, length: 2)]),
            (
                "func a(\n    b: Int = f { 1 }\n) throws(E)\n    -> Int\n{\n    1\n}",
                [MeasuredFunction(line: 1, length: 1)]
            ),
            ("let x = 1\n\ninit?() {\n    if b { c() }\n    \"}\"\n}", [MeasuredFunction(line: 3, length: 2)]),
            ("static func == (a: A, b: A) -> Bool {\n    a.x == b.x\n}", [MeasuredFunction(line: 1, length: 1)]),
            ("var a: Int {\n    let b = 1\n    return b\n}", [MeasuredFunction(line: 1, length: 2)]),
            ("subscript(a: Int) -> Int {\n    a\n}", [MeasuredFunction(line: 1, length: 1)]),
            ("deinit {\n    close()\n}", [MeasuredFunction(line: 1, length: 1)]),
        ])
    func measuresBodies(source: String, expected: [MeasuredFunction]) {
        #expect(measure(source) == expected)
    }

    @Test(
        "what has no body of its own is not measured",
        arguments: [
            "protocol P {\n    func a() -> Int\n    var b: Int\n    init(c: Int)\n}\nstruct S {\n    let a = 1\n}",
            "let a = T.init(b)\nlet c = { 1 }",
            "var a = 1\nstruct S {\n}",
            "let a: (Int) -> Void\nenum E {\n    case b\n}",
        ])
    func skipsTheRest(source: String) {
        #expect(measure(source) == [])
    }

    @Test("a function inside a function is measured too, and a condition's var is none")
    func seesInside() {
        let functions = measure("func a() {\n    func b() {\n        c()\n    }\n    if var d = e { d() }\n}")

        #expect(functions == [MeasuredFunction(line: 1, length: 4), MeasuredFunction(line: 2, length: 1)])
    }
}
