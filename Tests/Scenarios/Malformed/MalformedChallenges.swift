import Foundation
import LocalRegions

/// License requests whose token is good and whose body or shape is not.
func malformedChallenges(_ make: RequestMaker, token: String) throws -> [MalformedRequest] {
    let good = try make.challenge
    let cutShort = (0..<good.count).map { length in
        MalformedRequest(
            "a challenge of \(length) bytes", make.license(good.prefix(length), token: token), challengeCode)
    }
    let spoiled = spoiledChallenges.map { name, body in
        MalformedRequest(name, make.license(Data(body.utf8), token: token), challengeCode)
    }
    let tooMany = try ClearKeyChallenge(keyIDs: (10..<75).map { "000102030405060708090a0b0c0d0e\($0)" }).encoded()
    // Over HTTP/2 such a field ends the connection: its compression state cannot be followed (RFC 9113 §4.3).
    var hugeHeader = make.license(good, token: token, headers: [("X-Long", long(64 << 10))])
    hugeHeader.version = .http1
    return cutShort + spoiled + [
        MalformedRequest(
            "a challenge that is no UTF-8", make.license(Data([0x22, 0xff, 0x22]), token: token), challengeCode),
        MalformedRequest("65 key IDs", make.license(tooMany, token: token), "too-many-key-ids"),
        MalformedRequest(
            "a body of 17 KiB", make.license(Data(repeating: 0x20, count: 17 << 10), token: token), "body-too-large"),
        MalformedRequest(
            "one header of 20 KiB", make.license(good, token: token, headers: [("X-Long", long(20 << 10))]),
            "headers-too-large"),
        MalformedRequest("one header of 64 KiB over HTTP/1.1", hugeHeader, "headers-too-large"),
        MalformedRequest(
            "200 headers", make.license(good, token: token, headers: (0..<200).map { ("X-\($0)", "a") }),
            "headers-too-large"),
    ]
}

private let challengeCode = "malformed-challenge"

func long(_ count: Int) -> String { String(repeating: "a", count: count) }

/// JSON that is none, or is not a challenge.
private let spoiledChallenges: [(String, String)] = [
    ("an array", "[]"), ("a number", "1"), ("null", "null"), ("a text", #""kids""#), ("no kids", "{}"),
    ("kids that are null", #"{"kids":null}"#), ("kids that are a text", #"{"kids":"AAAAAAAAAAAAAAAAAAAAAA"}"#),
    ("kids that are numbers", #"{"kids":[1]}"#), ("kids in kids", #"{"kids":[["AAAAAAAAAAAAAAAAAAAAAA"]]}"#),
    ("no kid at all", #"{"kids":[]}"#), ("an empty kid", #"{"kids":[""]}"#),
    ("a kid with padding", #"{"kids":["AAAAAAAAAAAAAAAAAAAAAA=="]}"#),
    ("a kid in standard base64", #"{"kids":["+/+/AAAAAAAAAAAAAAAAAA"]}"#),
    ("a kid of 15 bytes", #"{"kids":["AAAAAAAAAAAAAAAAAAAA"]}"#),
    ("a kid of 17 bytes", #"{"kids":["AAAAAAAAAAAAAAAAAAAAAAA"]}"#),
    ("a kid with a blank", #"{"kids":["AAAAAAAAAAA AAAAAAAAAA"]}"#),
    ("a kid as UUID", #"{"kids":["00000000-0000-0000-0000-000000000000"]}"#),
    ("a comma at the end", #"{"kids":["AAAAAAAAAAAAAAAAAAAAAA",]}"#),
    ("text after the end", #"{"kids":["AAAAAAAAAAAAAAAAAAAAAA"]}x"#),
    ("single quotes", "{'kids':[]}"), ("brackets without end", String(repeating: "[", count: 10_000)),
    ("objects without end", String(repeating: #"{"kids":"#, count: 1_000)),
    ("a lone surrogate", #"{"kids":["\ud800"]}"#), ("a control character", "{\"kids\":[\"\u{1}\"]}"),
    ("a byte order mark", "\u{FEFF}{\"kids\":[]}"),
]
