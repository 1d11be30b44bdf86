import Bytes
import Testing

@Suite("JSON object")
struct JSONObjectTests {
    let object = JSONObject(["text": .string("a"), "number": .integer(1), "nothing": .null, "half": .real(0.5)])

    @Test("a member that is absent reads as nil")
    func readsAbsence() throws {
        #expect(try object.string("other") == nil)
        #expect(try object.integer("other") == nil)
        #expect(try object.array("other") == nil)
        #expect(try object.object("other") == nil)
    }

    @Test("a member of another kind is an error that names it", arguments: ["text", "nothing", "half"])
    func refusesOtherKinds(name: String) {
        #expect(throws: JSONError.unexpected(member: name, expected: "an integer")) { try object.integer(name) }
        #expect(throws: JSONError.unexpected(member: name, expected: "an array")) { try object.array(name) }
        #expect(throws: JSONError.unexpected(member: name, expected: "an object")) { try object.object(name) }
    }

    @Test("null does not pass for absent")
    func refusesNull() {
        #expect(throws: JSONError.unexpected(member: "nothing", expected: "a string")) { try object.string("nothing") }
    }

    @Test("a text that is no object is refused", arguments: ["[]", "1", "\"{}\"", "null"])
    func refusesOtherTexts(text: String) {
        #expect(throws: JSONError.malformed(Malformed(offset: 0, expected: "an object"))) {
            try JSONObject(parsing: Array(text.utf8))
        }
    }

    @Test("a stranger among the members is named, but not at any length")
    func namesStrangers() {
        let long = String(repeating: "x", count: 1_000)
        #expect(throws: JSONError.unknown(member: "half")) {
            try object.refuseMembers(except: ["text", "number", "nothing"])
        }
        #expect(throws: JSONError.unknown(member: String(repeating: "x", count: 64))) {
            try JSONObject([long: .null]).refuseMembers(except: [])
        }
        #expect(throws: Never.self) { try object.refuseMembers(except: ["text", "number", "nothing", "half", "more"]) }
    }
}
