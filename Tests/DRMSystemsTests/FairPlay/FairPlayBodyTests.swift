import Bytes
import DRMSystems
import Testing

@Suite("FairPlay body")
struct FairPlayBodyTests {
    /// Bytes whose base64 has every special character: `+`, `/` and `=`.
    private static let spc: [UInt8] = [0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF, 0x00]
    private static let text = "++++////AA=="

    @Test("bytes of any other type are the SPC itself", arguments: [nil, "", "application/octet-stream", "text/plain"])
    func readsRaw(type: String?) throws {
        let body = try FairPlayBody(parsing: Self.spc, contentType: type)
        #expect(body.spc == Self.spc)
        #expect(body.wrapping.answerType == "application/octet-stream")
        #expect(body.answer([1, 2, 3]) == [1, 2, 3])
    }

    @Test(
        "a form's field is read, escaped or not, wherever it stands",
        arguments: [
            "spc=++++////AA==", "spc=%2B%2B%2b%2b%2F%2F%2F%2FAA%3D%3D", "assetId=x&spc=++++////AA==&y=%",
            "spc=%20%20  ////AA==",
        ])
    func readsForms(form: String) throws {
        let type = "Application/X-WWW-form-urlencoded; charset=utf-8"
        let body = try FairPlayBody(parsing: Array(form.utf8), contentType: type)
        #expect(body.spc == Self.spc)
        #expect(!body.isPersistent)
        #expect(body.wrapping.answerType == "text/plain")
        #expect(body.answer(Self.spc) == Array("<ckc>\(Self.text)</ckc>".utf8))
    }

    @Test("JSON's member is read, and others are ignored")
    func readsJSON() throws {
        let json = #"{"assetId": 1, "spc": "++++\/\/\/\/AA=="}"#
        let body = try FairPlayBody(parsing: Array(json.utf8), contentType: "application/json")
        #expect(body.spc == Self.spc)
        #expect(!body.isPersistent)
        #expect(body.answer(Self.spc) == Array(#"{"ckc":"\#(Self.text)"}"#.utf8))
    }

    @Test("forms and JSON say whether the app wants to keep the key")
    func readsTheWish() throws {
        let form = "persistent=true&spc=\(Self.text)"
        #expect(
            try FairPlayBody(parsing: Array(form.utf8), contentType: "application/x-www-form-urlencoded").isPersistent)
        let no = "spc=\(Self.text)&persistent=false"
        #expect(
            try !FairPlayBody(parsing: Array(no.utf8), contentType: "application/x-www-form-urlencoded").isPersistent)
        let json = #"{"spc":"\#(Self.text)","persistent":true}"#
        #expect(try FairPlayBody(parsing: Array(json.utf8), contentType: "application/json").isPersistent)
    }

    @Test(
        "what holds no SPC is refused",
        arguments: [
            ("application/json", "{}"), ("application/json", #"{"spc":1}"#), ("application/json", #"{"spc":"*"}"#),
            ("application/json", "spc=AA=="), ("application/x-www-form-urlencoded", ""),
            ("application/x-www-form-urlencoded", "spc"), ("application/x-www-form-urlencoded", "spc=AA==&spc=AA=="),
            ("application/x-www-form-urlencoded", "spc=AA==&persistent=1"),
            ("application/x-www-form-urlencoded", "spc=AA==&persistent=True"),
            ("application/x-www-form-urlencoded", "persistent=&spc=AA=="),
            ("application/x-www-form-urlencoded", "persistent=true&spc=AA==&persistent=true"),
            ("application/json", #"{"spc":"AA==","persistent":1}"#),
            ("application/x-www-form-urlencoded", "spc=A%"), ("application/x-www-form-urlencoded", "spc=A%G0="),
        ])
    func refusesOthers(type: String, text: String) {
        #expect(throws: FairPlayRefusal.self) { try FairPlayBody(parsing: Array(text.utf8), contentType: type) }
    }

    @Test("a body over its limit is refused before it is read")
    func bounds() {
        let long = [UInt8](repeating: 0, count: 65_537)
        #expect(throws: FairPlayRefusal.tooLong(limit: 32_768)) { try FairPlayBody(parsing: long, contentType: nil) }
        #expect(throws: FairPlayRefusal.tooLong(limit: 65_536)) {
            try FairPlayBody(parsing: long, contentType: "application/json")
        }
    }
}
