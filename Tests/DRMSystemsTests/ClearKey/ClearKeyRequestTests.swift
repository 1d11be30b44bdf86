import Bytes
import DRMSystems
import Licensing
import Testing

private func kid(_ number: Int) -> String { #""\#(Base64.url.encode(KeyID(UInt128(number)).bytes))""# }

private func request(_ kids: [String], _ rest: String = #","type":"temporary""#) -> [UInt8] {
    Array(#"{"kids":[\#(kids.joined(separator: ","))]\#(rest)}"#.utf8)
}

@Suite("ClearKey request")
struct ClearKeyRequestTests {
    @Test("what Chromium sends is understood")
    func readsChromium() throws {
        let text = #"{"kids":["_-7dzLuqmYh3ZlVEMyIRAA","ABEiM0RVZneImaq7zN3u_w"],"type":"temporary"}"#

        let license = try ClearKeyRequest(parsing: Array(text.utf8)).license

        #expect(license.system == .clearKey)
        #expect(
            license.keyIDs.map(\.description) == [
                "ffeeddcc-bbaa-9988-7766-554433221100", "00112233-4455-6677-8899-aabbccddeeff",
            ])
    }

    @Test("the type may be left out, and members we do not know are ignored", arguments: ["", #","x":{"y":[1]}"#])
    func ignoresStrangers(rest: String) throws {
        #expect(try ClearKeyRequest(parsing: request([kid(1)], rest)).license.keyIDs == [KeyID(1)])
    }

    @Test("key IDs that are asked twice are asked once, in their first order")
    func foldsRepetitions() throws {
        let license = try ClearKeyRequest(parsing: request([kid(2), kid(1), kid(2), kid(1)])).license
        #expect(license.keyIDs == [KeyID(2), KeyID(1)])
    }

    @Test("up to 64 key IDs are taken", arguments: [1, 64])
    func takesKeyIDs(count: Int) throws {
        #expect(try ClearKeyRequest(parsing: request((0..<count).map { kid($0 + 1) })).license.keyIDs.count == count)
    }

    @Test("more than 64 key IDs are too many, also when they repeat", arguments: [65, 500])
    func boundsKeyIDs(count: Int) {
        #expect(throws: ClearKeyRefusal.tooManyKeyIDs(limit: 64)) {
            try ClearKeyRequest(parsing: request((0..<count).map { kid($0 % 2 + 1) }))
        }
    }

    @Test("a request without key IDs asks for nothing and is malformed")
    func refusesNone() {
        #expect(throws: ClearKeyRefusal.malformed(.unexpected(member: "kids", expected: "1 to 64 key IDs"))) {
            try ClearKeyRequest(parsing: request([]))
        }
    }

    @Test("other session types are refused by their own name", arguments: ["persistent-license", "", "Temporary"])
    func refusesOtherTypes(type: String) {
        #expect(throws: ClearKeyRefusal.unsupportedSessionType) {
            try ClearKeyRequest(parsing: request([kid(1)], #","type":"\#(type)""#))
        }
    }

    @Test(
        "key IDs in any other spelling are refused",
        arguments: [
            #""_-7dzLuqmYh3ZlVEMyIRAA==""#, #""/+7dzLuqmYh3ZlVEMyIRAA""#, #""_-7dzLuqmYh3ZlVEMyIRAB""#, #""""#,
            #""_-7dzLuqmYh3ZlVEMyIR""#, #""_-7dzLuqmYh3ZlVEMyIRAAAA""#, "1", "null", "[]",
            #""ffeeddcc-bbaa-9988-7766-554433221100""#,
        ])
    func refusesOtherSpellings(element: String) {
        #expect(throws: ClearKeyRefusal.self) { try ClearKeyRequest(parsing: request([kid(1), element])) }
    }

    @Test(
        "what is no request is refused",
        arguments: ["", "{}", "[]", #"{"kids":"x"}"#, #"{"kids":null}"#, #"{"kids":[],"kids":[]}"#, #"{"type":1}"#])
    func refusesOthers(text: String) {
        #expect(throws: ClearKeyRefusal.self) { try ClearKeyRequest(parsing: Array(text.utf8)) }
    }

    @Test("a request cut short at any byte is refused")
    func refusesPrefixes() {
        let whole = request([kid(1), kid(2)])
        for length in whole.indices {
            #expect(throws: ClearKeyRefusal.self) { try ClearKeyRequest(parsing: Array(whole.prefix(length))) }
        }
    }

    @Test("a request longer than the limit is not even read")
    func boundsLength() {
        #expect(throws: ClearKeyRefusal.tooLong(limit: 16_384)) {
            try ClearKeyRequest(parsing: request([kid(1)], "") + [UInt8](repeating: 0x20, count: 16_384))
        }
    }

    /// How a request is read: its key IDs, or why there are none.
    private func reading(_ bytes: [UInt8]) -> String {
        do throws(ClearKeyRefusal) { return "\(try ClearKeyRequest(parsing: bytes).license.keyIDs)" } catch {
            return "\(error)"
        }
    }

    @Test("a request says the same in a browser's own spelling and with white space behind it", arguments: [1, 2, 64])
    func readsSpellingsAlike(count: Int) {
        let plain = request((0..<count).map { kid($0 + 1) })

        #expect(reading(plain) == reading(plain + [0x20]))
    }

    @Test("whatever character is changed, a browser's own spelling is read as any other", arguments: [1, 3])
    func readsChangesAlike(count: Int) {
        let plain = request((0..<count).map { kid($0 + 1) })

        for place in plain.indices {
            for byte in Array("\",}]A_= é".utf8) {
                var changed = plain
                changed[place] = byte
                // Where it stands is not compared: white space in front moves it.
                #expect(reading(changed).prefix(20) == reading([0x20] + changed).prefix(20))
            }
        }
    }
}
