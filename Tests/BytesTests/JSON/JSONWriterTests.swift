import Bytes
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    @Test("values come out in the order they were told, with commas between them")
    func writesInOrder() {
        var json = JSONWriter()
        json.object { json in
            json.member("status", "pass")
            json.member("count", -3)
            json.member("ready", true)
            json.member("empty") { $0.array { _ in } }
            json.member("list") { json in
                json.array { json in
                    json.integer(1)
                    json.object { _ in }
                    json.string("two")
                    json.boolean(false)
                }
            }
            json.member("last") { $0.object { $0.member("a", "b") } }
        }

        let text = #"{"status":"pass","count":-3,"ready":true,"empty":[],"list":[1,{},"two",false],"last":{"a":"b"}}"#
        #expect(String(decoding: json.bytes, as: UTF8.self) == text)
    }

    @Test(
        "a string is read back as it was, whatever stands in it",
        arguments: ["\"\\/", "a\nb\r\t\u{0}\u{1F}\u{7F}", "é🎬"])
    func escapes(text: String) throws {
        var json = JSONWriter()
        json.object { $0.member(text, text) }

        let object = try JSONObject(parsing: json.bytes)

        #expect(object.members == [text: .string(text)])
    }

    @Test("what must be escaped is, and nothing else")
    func escapesWhatItMust() {
        var json = JSONWriter()
        json.string("\"\\\n\u{1}/é")
        #expect(String(decoding: json.bytes, as: UTF8.self) == #""\"\\\n\u0001/é""#)
    }

    @Test("an error thrown while writing reaches the caller as it is")
    func passesErrorsOn() {
        struct Stop: Error {}
        var json = JSONWriter()
        #expect(throws: Stop.self) {
            try json.object { (json) throws(Stop) in try json.member("a") { (_) throws(Stop) in throw Stop() } }
        }
    }
}
