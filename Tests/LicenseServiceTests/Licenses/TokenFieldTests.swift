import Testing

@testable import LicenseService

@Suite("Where a license token stands")
struct TokenFieldTests {
    private func token(_ target: String, _ fields: [String] = []) throws -> String? {
        TokenField.token(of: try Samples.request("POST", target, fields)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("the scheme is written in any case", arguments: ["Bearer", "bearer", "BEARER"])
    func readsHeader(scheme: String) throws {
        #expect(try token("/", ["Authorization: \(scheme) a.b.c"]) == "a.b.c")
    }

    @Test("a player that cannot set a header puts it into the query, percent-encoded or not")
    func readsQuery() throws {
        #expect(try token("/?token=a.b.c") == "a.b.c")
        #expect(try token("/?x=1&token=a%2Eb.c%5f") == "a.b.c_")
    }

    @Test("the header wins, even when it holds something else")
    func headerWins() throws {
        #expect(try token("/?token=query", ["authorization: Bearer header"]) == "header")
        #expect(try token("/?token=query", ["authorization: Basic abc"]) == nil)
        #expect(try token("/?token=query", ["authorization: Bearer"]) == nil)
        #expect(try token("/?token=query", ["authorization: "]) == nil)
    }

    @Test("a message of Axinom's shape stands where Axinom's service has it, and Authorization wins")
    func readsAxinom() throws {
        #expect(try token("/", ["X-AxDRM-Message: a.b.c"]) == "a.b.c")
        #expect(try token("/?AxDrmMessage=a.b.c") == "a.b.c")
        #expect(try token("/?AxDrmMessage=query", ["x-axdrm-message: field"]) == "field")
        #expect(try token("/", ["authorization: Bearer header", "x-axdrm-message: field"]) == "header")
    }

    @Test("without either there is none", arguments: ["/", "/?", "/?tokens=a", "/?token=%ZZ"])
    func findsNone(target: String) throws {
        #expect(try token(target) == nil)
    }
}
