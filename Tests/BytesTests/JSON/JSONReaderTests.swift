import Bytes
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test(
        "a text of RFC 8259 is read as what it says",
        arguments: [
            ("null", JSONValue.null),
            (" \t\r\n true ", .boolean(true)),
            ("false", .boolean(false)),
            ("0", .integer(0)),
            ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("1.5", .real(1.5)),
            ("1e3", .real(1_000)),
            ("-2.5E-1", .real(-0.25)),
            ("\"\"", .string("")),
            ("\"déjà 🎬\"", .string("déjà 🎬")),
            (#""a\"\\\/\b\f\n\r\tz""#, .string("a\"\\/\u{8}\u{C}\n\r\tz")),
            (#""\u0041\u00e9\uD83C\uDFAC""#, .string("Aé🎬")),
            (#""\u0000""#, .string("\0")),
            ("[]", .array([])),
            ("[ 1 , [ ] ]", .array([.integer(1), .array([])])),
            ("{}", .object(JSONObject([:]))),
            (#"{ "a" : 1 , "b" : { } }"#, .object(JSONObject(["a": .integer(1), "b": .object(JSONObject([:]))]))),
        ])
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(
        "what RFC 8259 does not allow, or what two readers could understand differently, is refused",
        arguments: [
            "", " ", "nul", "True", "nullx", "1 2", "{} x", "[1,]", "[,1]", "[1 2]", "{,}", #"{"a":1,}"#, #"{"a" 1}"#,
            #"{"a":}"#, "{a:1}", "{1:1}", "{'a':1}", "[", "{", #"{"a":1"#, "]", "[1}", "// 1", "1 // one",
            "01", "-", "-01", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x10", "NaN", "Infinity", "--1", "1_000",
            "9223372036854775808", "-9223372036854775809", "1e400", "-1e400", "99999999999999999999999999",
            "\"", "\"a", "\"\\\"", #""\x41""#, #""\u12""#, #""\u12G4""#, #""\"#, "\"\n\"", "\"\t\"", "\"\u{1F}\"",
            #""\uD800""#, #""\uD800x""#, #""\uD800\n""#, #""\uD800\uD800""#, #""\uDC00""#, #""\uDC00\uDC00""#,
            #""\uD83C\u0041""#,
            #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"x":{"a":1,"b":2,"a":3}}"#, "\u{FEFF}{}", "{}\0",
        ])
    func refuses(text: String) {
        #expect(throws: Malformed.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test(
        "bytes that are no UTF-8 are refused, inside strings too",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC3, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0xFE, 0xFF, 0x00, 0x31],
        ] as [[UInt8]])
    func refusesOtherEncodings(bytes: [UInt8]) {
        #expect(throws: Malformed.self) { try JSONValue(parsing: bytes) }
    }

    @Test("sixteen levels are read and seventeen refused", arguments: ["[": "]", #"{"a":"#: "}"])
    func boundsDepth(open: String, close: String) throws {
        func nested(_ depth: Int) -> [UInt8] {
            let core = open == "[" ? "" : "1"
            return Array((String(repeating: open, count: depth) + core + String(repeating: close, count: depth)).utf8)
        }

        #expect(throws: Never.self) { try JSONValue(parsing: nested(16)) }
        #expect(throws: Malformed.self) { try JSONValue(parsing: nested(17)) }
        #expect(throws: Malformed.self) { try JSONValue(parsing: nested(200_000)) }
    }

    static let document = Array(
        #"{"kids":["_-7dzLuqmYh3ZlVEMyIRAA","\u00e9\n"],"n":[-12.5e1,true,false,null],"é":{}}"#.utf8)

    @Test("a document cut short at any byte is refused", arguments: 0..<document.count)
    func refusesEveryPrefix(length: Int) {
        #expect(throws: Malformed.self) { try JSONValue(parsing: Array(Self.document.prefix(length))) }
    }

    @Test("a document with any one byte changed is read or refused, and never traps", arguments: 0..<document.count)
    func survivesEveryChange(place: Int) {
        for value in UInt8.min...UInt8.max {
            var bytes = Self.document
            bytes[place] = value
            _ = try? JSONValue(parsing: bytes)
        }
    }

    @Test("an error says where it stood and what was wanted")
    func explains() {
        #expect(throws: Malformed(offset: 7, expected: "a name not used before")) {
            try JSONValue(parsing: Array(#"{"a":1,"a":2}"#.utf8))
        }
        #expect(throws: Malformed(offset: 3, expected: "the end of the text")) {
            try JSONValue(parsing: Array("{} x".utf8))
        }
    }
}
