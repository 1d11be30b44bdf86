import Foundation
import LocalRegions

/// Packager requests that are wrong in their credential, their document or their shape.
func malformedPackaging(_ make: RequestMaker, foreignKey: String) -> [MalformedRequest] {
    let good = Data(make.goodDocument.utf8)
    let cutShort = stride(from: 0, to: good.count, by: 2).map { length in
        MalformedRequest("a document of \(length) bytes", make.put(good.prefix(length)), malformed)
    }
    let spoiled = spoiledDocuments.map { document in
        MalformedRequest("the document \(document.prefix(60))", make.put(Data(document.utf8)), malformed)
    }
    return cutShort + spoiled + wrongCredentials(make, good, foreignKey) + wrongShapes(make, good)
}

private let malformed = "malformed-request"

private func wrongCredentials(_ make: RequestMaker, _ good: Data, _ foreignKey: String) -> [MalformedRequest] {
    var anonymous = make.put(good)
    anonymous.headers.removeAll { $0.name == "Authorization" }
    var basic = anonymous
    basic.headers.append(("Authorization", "Basic ???"))
    return [
        MalformedRequest("no API key", anonymous, "credential-missing"),
        MalformedRequest("broken Basic", basic, "credential-invalid"),
        MalformedRequest("an API key that is a word", make.put(good, key: "secret"), "credential-invalid"),
        MalformedRequest("an API key of 8 KiB", make.put(good, key: long(8 << 10)), "credential-invalid"),
        MalformedRequest("an API key with another end", make.put(good, key: make.apiKey + "0"), "credential-invalid"),
        MalformedRequest(
            "an API key cut short", make.put(good, key: String(make.apiKey.dropLast())), "credential-invalid"),
        MalformedRequest("another site's API key", make.put(good, key: foreignKey), "forbidden"),
    ]
}

private func wrongShapes(_ make: RequestMaker, _ good: Data) -> [MalformedRequest] {
    let json = (name: "Content-Type", value: "application/json")
    var post = make.put(good)
    post.method = "POST"
    var unknown = make.put(good)
    unknown.url = make.region.secure.appending(path: "v1/nothing")
    var longTarget = WebRequest.get(make.region.secure.appending(path: long(9 << 10)))
    longTarget.version = .http1
    return [
        MalformedRequest(
            "an Accept of HTML", make.put(good, headers: [json, ("Accept", "text/html")]), "not-acceptable"),
        MalformedRequest("XML", make.put(good, headers: [("Content-Type", "text/xml")]), "unsupported-media-type"),
        MalformedRequest(
            "If-Match of another", make.put(good, headers: [json, ("If-Match", "\"x\"")]), "precondition-failed"),
        MalformedRequest(
            "other tracks of what exists", make.put(Data(#"{"tracks":[{"type":"HD"}]}"#.utf8), content: "film"),
            "content-conflict"),
        MalformedRequest("a document of 65 KiB", make.put(Data(repeating: 0x20, count: 65 << 10)), "body-too-large"),
        MalformedRequest("a method of another route", post, "method-not-allowed"),
        MalformedRequest("a path of nobody", unknown, "not-found"),
        MalformedRequest("a target of 9 KiB", longTarget, "target-too-long"),
        MalformedRequest("a name that no content may have", make.put(good, content: "a%00b"), malformed),
    ]
}

private let spoiledDocuments = [
    "[]", "null", "1", #"{"tracks":[]}"#, #"{"tracks":{}}"#, #"{"tracks":[1]}"#, #"{"tracks":[{}]}"#,
    #"{"tracks":[{"type":"8K"}]}"#, #"{"tracks":[{"type":"SD","scheme":"cens"}]}"#,
    #"{"tracks":[{"type":"SD"},{"type":"SD"}]}"#, #"{"tracks":[{"type":"SD","hue":"red"}]}"#,
    #"{"tracks":[{"type":"SD"}],"policy":"x"}"#, #"{"tracks":[{"type":"SD","keyId":"x"}]}"#,
    #"{"tracks":[{"type":"SD","key":"AAAA"}]}"#, #"{"tracks":[{"type":"SD","cryptoPeriod":-1}]}"#,
    #"{"tracks":[{"type":"SD","cryptoPeriod":4294967296}]}"#, #"{"tracks":[{"type":"SD","cryptoPeriod":1.5}]}"#,
    #"{"tracks":[{"type":"SD","keyId":"00000000-0000-0000-0000-000000000000"}]}"#,
    #"{"tracks":[{"type":"SD","keyId":"11111111-1111-1111-1111-111111111111","key":"AAAA"}]}"#,
    #"{"tracks":[{"type":"SD","keyId":"11111111-1111-1111-1111-111111111111","key":"!!!!"}]}"#,
    #"{"tracks":["# + Array(repeating: #"{"type":"SD"}"#, count: 65).joined(separator: ",") + "]}",
]
