import Foundation
import LocalRegions

/// License requests whose body is good and whose token is not.
func malformedTokens(_ make: RequestMaker, forge: TokenForge) async throws -> [MalformedRequest] {
    let challenge = try make.challenge
    let good = try await forge.token()
    var requests = [MalformedRequest("no token", make.license(challenge, token: nil), "token-missing")]
    for length in stride(from: 1, to: good.count, by: 6) {
        let token = String(good.prefix(length))
        requests.append(MalformedRequest("a token of \(length) bytes", make.license(challenge, token: token), invalid))
    }
    for (name, token) in try await forgedTokens(forge, good: good) {
        requests.append(MalformedRequest(name, make.license(challenge, token: token), invalid))
    }
    for (name, claims) in timesThatAreOver(forge) {
        let token = try await forge.token(claims: claims)
        requests.append(MalformedRequest(name, make.license(challenge, token: token), "token-expired"))
    }
    let elsewhere = try await forge.token(claims: forge.claims(content: "another-film"))
    requests.append(MalformedRequest("another content", make.license(challenge, token: elsewhere), "not-entitled"))
    return requests
}

private let invalid = "token-invalid"

private func timesThatAreOver(_ forge: TokenForge) -> [(String, String)] {
    [
        ("a token of yesterday", forge.claims(validFrom: -90_000, until: -86_400)),
        ("a token past the leeway", forge.claims(validFrom: -600, until: -90)),
    ]
}

private func forgedTokens(_ forge: TokenForge, good: String) async throws -> [(String, String)] {
    let parts = good.split(separator: ".").map(String.init)
    let unsigned = Data(#"{"alg":"none"}"#.utf8).base64URL + "." + parts[1]
    var tokens = [
        ("alg none, no signature", unsigned + "."), ("alg none, no second dot", unsigned),
        ("no signature", parts[0] + "." + parts[1] + "."), ("a fourth part", good + ".AAAA"),
        ("parts swapped", parts[1] + "." + parts[0] + "." + parts[2]), ("only dots", ".."),
        ("a signature of zeros", parts[0] + "." + parts[1] + "." + Data(count: 32).base64URL),
        ("a signature with padding", good + "="), ("9 KiB", long(9 << 10)), ("not base64", "a!.b!.c!"),
        ("another payload", parts[0] + "." + Data("{}".utf8).base64URL + "." + parts[2]),
    ]
    for algorithm in ["none", "None", "ES256", "EdDSA", "HS384", "RS256", "", "hs256"] {
        tokens.append(("alg \(algorithm)", try await forge.token(algorithm: algorithm)))
    }
    for extra in [#","crit":["exp"]"#, #","crit":[]"#, #","crit":["b64"],"b64":false"#, #","alg":"HS256""#] {
        tokens.append(("a header with \(extra)", try await forge.token(extra: extra)))
    }
    tokens.append(("an unknown key", try await forge.token(key: "nobody")))
    for (name, claims) in claimsThatAreNone(forge) { tokens.append((name, try await forge.token(claims: claims))) }
    return tokens
}

/// Well signed, and still not what a token says.
private func claimsThatAreNone(_ forge: TokenForge) -> [(String, String)] {
    [
        ("a token of tomorrow", forge.claims(validFrom: 86_400, until: 90_000)),
        ("another site", forge.claims(site: "elsewhere")), ("no claims", "{}"), ("claims that are a list", "[]"),
        ("claims that are no JSON", "exp"), ("no drm", #"{"aud":"demo","exp":4102444800}"#),
        ("no exp", #"{"aud":"demo","drm":{"v":1,"content_id":"film"}}"#),
        ("exp as text", #"{"aud":"demo","exp":"4102444800","drm":{"v":1,"content_id":"film"}}"#),
        ("exp beyond all numbers", #"{"aud":"demo","exp":1e400,"drm":{"v":1,"content_id":"film"}}"#),
        ("an entitlement to nothing", forge.claims(drm: #"{"v":1}"#)),
        ("an unknown version", forge.claims(drm: #"{"v":2,"content_id":"film"}"#)),
        ("an unknown wish", forge.claims(drm: #"{"v":1,"content_id":"film","rental":true}"#)),
        ("a list of no keys", forge.claims(drm: #"{"v":1,"keys":[]}"#)),
        ("a key that is no UUID", forge.claims(drm: #"{"v":1,"keys":[{"kid":"x"}]}"#)),
    ]
}
