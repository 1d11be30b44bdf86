import Testing

@testable import HTTPServer

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test(
        "escapes become the text they stand for",
        arguments: [
            ("", ""), ("plain", "plain"), ("a%20b", "a b"), ("%2F", "/"), ("%2f", "/"), ("%C3%A9", "é"),
            ("%25%32%35", "%25"), ("a+b", "a+b"), ("%00", "\0"),
        ])
    func decodes(text: String, expected: String) {
        #expect(PercentEncoding.decode(text[...]) == expected)
    }

    @Test("a broken escape is refused", arguments: ["%", "%2", "a%", "%G0", "%0G", "% 2", "%-1", "%%32", "%é"])
    func refusesBrokenEscapes(text: String) {
        #expect(PercentEncoding.decode(text[...]) == nil)
    }

    @Test("bytes that are no UTF-8 are refused", arguments: ["%FF", "%C3", "%C0%AF", "%ED%A0%80", "%F5%80%80%80"])
    func refusesInvalidText(text: String) {
        #expect(PercentEncoding.decode(text[...]) == nil)
    }

    @Test(
        "the first value of a query parameter is found and decoded",
        arguments: [
            ("token", "token=abc", "abc"), ("token", "a=1&token=x%20y&token=z", "x y"), ("token", "token", ""),
            ("token", "token=", ""), ("token", "tok%65n=x", "x"), ("token", "token=a=b", "a=b"),
            ("limit", "&&limit=5&", "5"),
        ])
    func findsValue(name: String, query: String, expected: String) {
        #expect(PercentEncoding.value(of: name, in: query) == expected)
    }

    @Test(
        "a parameter that is not there, or cannot be decoded, is none",
        arguments: ["", "other=1", "Token=1", "tokens=1", "token=%", "token=%FF", "=token"])
    func findsNothing(query: String) {
        #expect(PercentEncoding.value(of: "token", in: query) == nil)
    }
}
