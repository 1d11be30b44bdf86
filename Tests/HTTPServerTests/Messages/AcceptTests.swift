import Testing

@testable import HTTPServer

@Suite("Accept")
struct AcceptTests {
    @Test(
        "a client reads what it names, by the most specific of its ranges",
        arguments: [
            [], ["application/json"], ["*/*"], ["application/*"], ["text/html, application/json;q=0.1"],
            ["text/html", "application/json"], ["APPLICATION/JSON"], ["*/*;q=0, application/json"],
            ["application/*;q=0, application/json;q=0.001"], ["application/json; charset=utf-8"],
            ["text/html,\tapplication/json ; q=1"], ["nonsense"], ["/json, ,"], ["application/json;q=0.01"],
        ])
    func reads(lines: [String]) {
        #expect(Accept(lines).reads("application/json"))
    }

    @Test(
        "a client does not read what it leaves out or weighs with zero",
        arguments: [
            ["text/html"], ["application/json;q=0"], ["application/json;q=0.000, */*"], ["*/*;q=0"],
            ["application/jsonp"], ["application/*;q=0, */*"], ["nonsense, text/html"], ["application/json ; q=0."],
        ])
    func doesNotRead(lines: [String]) {
        #expect(!Accept(lines).reads("application/json"))
    }
}
