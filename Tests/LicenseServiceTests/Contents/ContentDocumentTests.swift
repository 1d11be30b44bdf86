import Bytes
import HTTPServer
import Licensing
import Testing

@testable import LicenseService

@Suite("Content document")
struct ContentDocumentTests {
    private func read(_ text: String) throws(Problem) -> ContentRequest {
        try ContentDocument.read(Array(text.utf8))
    }

    @Test("a track needs only its type, and is cenc then")
    func readsSmallest() throws {
        let track = try #require(read(#"{"tracks": [{"type": "SD"}]}"#).tracks.first)

        #expect(track.place == TrackRequest.Place(type: .sd, period: nil))
        #expect(track.scheme == .cenc)
        #expect(track.keyID == nil)
    }

    @Test("everything that a track may say is read")
    func readsComplete() throws {
        let key = Base64.standard.encode(Samples.keyBytes)
        let text =
            #"{"tracks": [{"type": "HD", "scheme": "cbcs", "cryptoPeriod": 4294967295, "#
            + #""keyId": "\#(Samples.keyID)", "key": "\#(key)"}]}"#

        let track = try #require(read(text).tracks.first)

        #expect(track.place == TrackRequest.Place(type: .hd, period: CryptoPeriod(index: .max)))
        #expect(track.scheme == .cbcs)
        #expect(track.keyID == Samples.keyID)
        #expect(track.key?.withBytes { [UInt8](copying: $0) } == Samples.keyBytes)
    }

    @Test(
        "what is misspelt or of another kind is named",
        arguments: [
            ("{}", "tracks"), (#"{"tracks": {}}"#, "tracks"), (#"{"tracks": ["SD"]}"#, "tracks"),
            (#"{"track": []}"#, "track"), (#"{"tracks": [{"type": "SD"}], "policy": 1}"#, "policy"),
            (#"{"tracks": [{}]}"#, "type"), (#"{"tracks": [{"type": "sd"}]}"#, "type"),
            (#"{"tracks": [{"type": 1}]}"#, "type"), (#"{"tracks": [{"type": "SD", "schema": "cenc"}]}"#, "schema"),
            (#"{"tracks": [{"type": "SD", "scheme": "CENC"}]}"#, "scheme"),
            (#"{"tracks": [{"type": "SD", "scheme": 1}]}"#, "scheme"),
            (#"{"tracks": [{"type": "SD", "cryptoPeriod": -1}]}"#, "cryptoPeriod"),
            (#"{"tracks": [{"type": "SD", "cryptoPeriod": 4294967296}]}"#, "cryptoPeriod"),
            (#"{"tracks": [{"type": "SD", "cryptoPeriod": 1.5}]}"#, "cryptoPeriod"),
            (#"{"tracks": [{"type": "SD", "keyId": "x"}]}"#, "keyId"),
            (#"{"tracks": [{"type": "SD", "keyid": "x"}]}"#, "keyid"),
            (#"{"tracks": [{"type": "SD", "key": "%%%"}]}"#, "key"),
            (#"{"tracks": [{"type": "SD", "key": 5}]}"#, "key"),
        ])
    func namesMember(text: String, member: String) {
        let problem = #expect(throws: Problem.self) { try read(text) }

        #expect(problem?.code == .malformedRequest)
        #expect(problem?.detail.contains("\"\(member)\"") == true, "\(problem?.detail ?? "")")
    }

    @Test(
        "what is no JSON object is refused",
        arguments: [
            "", " ", "[]", "null", "\"tracks\"", "{", #"{"tracks": [}"#, "{\"tracks\": [{\"type\": \"SD\"}]} x",
        ])
    func refusesOther(text: String) {
        #expect(throws: Problem.self) { try read(text) }
    }

    @Test("bytes that are no text are refused")
    func refusesBytes() {
        #expect(throws: Problem.self) { try ContentDocument.read([0x7B, 0xFF, 0xFE, 0x7D]) }
    }

    @Test("a nesting deeper than any document is refused and is no trap")
    func refusesDepth() {
        let problem = #expect(throws: Problem.self) { try read(String(repeating: "[", count: 60_000)) }

        #expect(problem?.code == .malformedRequest)
    }

    @Test("a key of the wrong length, or without its ID, is refused, and its bytes are not repeated")
    func refusesKey() {
        let short = Base64.standard.encode(Samples.keyBytes.dropLast())
        let whole = Base64.standard.encode(Samples.keyBytes)

        for members in [#""keyId": "\#(Samples.keyID)", "key": "\#(short)""#, #""key": "\#(whole)""#] {
            let problem = #expect(throws: Problem.self) { try read(#"{"tracks": [{"type": "SD", \#(members)}]}"#) }
            #expect(problem?.code == .malformedRequest)
            #expect(problem?.detail.contains(short.prefix(8)) == false)
        }
    }
}
