import Bytes
import Testing

@Suite("JSON members")
struct JSONMembersTests {
    private func members(_ text: String) throws -> JSONMembers { try JSONMembers(parsing: Array(text.utf8)) }

    @Test("members are found by name, however the name was spelled")
    func finds() throws {
        let object = try members(#"{"a":1,"\u006bid":"x","list":[1,[2],{"b":3}],"o":{"in":{"deep":-5}},"é":2.5}"#)

        #expect(try object.integer("a") == 1)
        #expect(try object.string("kid") == "x")
        #expect(try object.array("list")?.count == 3)
        #expect(try object.array("list")?.map { $0.object == nil } == [true, true, false])
        #expect(try object.object("o")?.object("in")?.integer("deep") == -5)
        #expect(object.item("e\u{301}")?.real == 2.5)
        #expect(try object.string("absent") == nil && !object.contains("b"))
        #expect(object.all.map(\.name) == ["a", "kid", "list", "o", "é"])
    }

    @Test("a name that occurs twice is refused, whatever stands between and however it is spelled")
    func refusesRepeatedNames() {
        let many = (0..<40).map { #""n\#($0)":0"# }.joined(separator: ",")
        for text in [
            #"{"a":{"a":1},"b":[{"a":1}],"a":2}"#, #"{"a":1,"\u0061":2}"#, "{\"é\":1,\"e\u{301}\":2}",
            "{\"K\":1,\"\u{212A}\":2}", "{\(many),\"n0\":1}", "{\(many),\"n15\":1}", "{\(many),\"n16\":1}",
            "{\(many),\"n39\":1}", #"{"x":{\#(many),"\u006e3":1}}"#,
        ] {
            #expect(throws: JSONError.self) { try members(text) }
        }
        #expect(throws: Never.self) { try members("{\(many)}") }
    }

    @Test("a member of another kind is an error that names it")
    func namesOtherKinds() throws {
        let object = try members(#"{"text":"x","number":1,"nothing":null}"#)

        #expect(throws: JSONError.unexpected(member: "number", expected: "a string")) { try object.string("number") }
        #expect(throws: JSONError.unexpected(member: "text", expected: "an integer")) { try object.integer("text") }
        #expect(throws: JSONError.unexpected(member: "nothing", expected: "an array")) { try object.array("nothing") }
        #expect(throws: JSONError.unexpected(member: "text", expected: "an object")) { try object.object("text") }
    }

    @Test("the first stranger by name is refused")
    func refusesStrangers() throws {
        let object = try members(#"{"v":1,"zoo":2,"ape":3}"#)

        #expect(throws: JSONError.unknown(member: "ape")) { try object.refuseMembers(except: ["v"]) }
        #expect(throws: Never.self) { try object.refuseMembers(except: ["ape", "v", "zoo"]) }
    }

    @Test("plain text ends at every byte that is not plain, wherever it stands", arguments: 0..<24)
    func stopsAnywhere(place: Int) throws {
        for byte in UInt8.min...UInt8.max {
            var content = [UInt8](repeating: UInt8(ascii: "x"), count: 24)
            content[place] = byte
            let text = Array(#"{"a":""#.utf8) + content + Array(#""}"#.utf8)
            let isPlain = byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")

            let read = try? JSONMembers(parsing: text).string("a")

            #expect((read == String(decoding: content, as: UTF8.self)) == isPlain)
        }
    }

    @Test("a key ID in base64url is read as the bytes it says, and nothing else")
    func readsKeyIDs() throws {
        let keyID = KeyID(0x1077_efec_c0b2_4d02_ace3_3c1e_52e2_fb4b)
        var written: [UInt8] = []
        written.append(addingCapacity: 22) { keyID.appendBase64URL(to: &$0) }

        #expect(written == Array(Base64.url.encode(keyID.bytes).utf8))
        #expect(try members(#"{"k":"\#(String(decoding: written, as: UTF8.self))"}"#).item("k")?.keyIDInBase64 == keyID)
        for wrong in [
            "", "EHfv7MCyTQKs4zweUuL7S", "EHfv7MCyTQKs4zweUuL7Sx", "EHfv7MCyTQKs4zweUuL7S=", "EHfv7MCyTQKs4zweUuL7SwA",
        ] {
            #expect(try members(#"{"k":"\#(wrong)"}"#).item("k")?.keyIDInBase64 == nil)
        }
    }
}
