import Bytes
import Daemon
import Foundation
import Licensing
import LocalRegions
import Testing

@testable import LicenseService

@Suite("Looking into a token")
struct TokenInspectionTests {
    private let folder: TemporaryDirectory
    private let signing: TokenSigning
    private let secret: String

    init() throws {
        folder = try TemporaryDirectory()
        let pair = try TokenKeyPair(algorithm: "HS256")
        secret = try pair.signingKey()
        let path = folder.url.appending(path: "signing.key").path
        try writePrivately(secret, to: path)
        signing = TokenSigning(keyFile: path, algorithm: "HS256", keyName: "shop-1")
    }

    private func order(lifetime: Duration = .seconds(300)) -> TokenOrder {
        var order = TokenOrder(signing: signing, site: "acme", lifetime: lifetime)
        order.content = "movie-1"
        return order
    }

    private func inspect(_ token: String, with signing: TokenSigning? = nil) throws -> TokenInspection {
        try TokenInspection(token, site: nil, signing: signing, switchTime: .seconds(246))
    }

    @Test("everything that can be minted is explained, and neither the signature nor the key is repeated")
    func explains() throws {
        let policy = folder.url.appending(path: "policy.json").path
        try writePrivately(#"{"version":2,"systems":["widevine"],"keys":{"hdcp":"2.2"}}"#, to: policy)
        var order = order()
        order.keyIDs = ["cbdad1b8-f9ca-4081-b79d-3461f0f47f21"]
        (order.subject, order.policyFile, order.isForOneUse) = ("viewer-1", policy, true)
        (order.license.duration, order.license.rental, order.license.playback) = (3_600, 60, 50)
        (order.license.renewalDelay, order.license.renewalRetry, order.license.renewalRecovery) = (1_800, 30, 900)
        order.license.mayPersist = false
        let token = try mintToken(order)

        let inspection = try inspect(token, with: signing)

        let text = inspection.lines.joined(separator: "\n")
        let expected = [
            "native", "shop-1 (HS256)", "acme", "viewer-1", "movie-1",
            "cbdad1b8-f9ca-4081-b79d-3461f0f47f21 under policy inline", "at most 3600 s", "within 60 s", "50 s from",
            "not allowed", "after 1800 s, tried every 30 s, playing on for 900 s", "one, then it is refused",
            #"inline: {"version":2,"systems":["widevine"],"keys":{"hdcp":"2.2"}}"#, "signed by this key, and valid now",
        ]
        for words in expected { #expect(text.contains(words), "\(words)") }
        #expect(inspection.isAcceptable)
        #expect(inspection.warnings.count == 1)
        #expect(inspection.warnings.first?.contains("[token-ends-before-renewal]") == true)
        #expect(!text.contains(secret))
        #expect(!text.contains(try #require(token.split(separator: ".").last)))
    }

    @Test("a signature is checked when there is a key, and said to be unchecked when there is none")
    func checks() throws {
        let token = try mintToken(order())
        let forged = token.dropLast(4) + (token.hasSuffix("AAAA") ? "BBBB" : "AAAA")

        #expect(try inspect(token).lines.last?.contains("not checked") == true)
        #expect(try inspect(token, with: signing).isAcceptable)
        #expect(try !inspect(String(forged), with: signing).isAcceptable)
    }

    /// A token that says whatever it likes: without its key nobody can tell.
    private func token(_ payload: String, algorithm: String = "HS256") -> String {
        let header = #"{"alg":"\#(algorithm)","kid":"shop-1"}"#
        return [header, payload, "signature"].map { Base64.url.encode(Array($0.utf8)) }.joined(separator: ".")
    }

    @Test("without a key too, a token that no server would take is refused")
    func refusesUnsigned() throws {
        let drm = #""drm":{"v":1,"content_id":"m"}"#
        let good = #"{"aud":"acme","exp":4000000000,\#(drm)}"#
        #expect(try inspect(token(good)).isAcceptable)
        #expect(try !inspect(token(good, algorithm: "RS256")).isAcceptable)
        for times in [#""exp":1700000000"#, #""exp":4000000000,"nbf":3999999999"#] {
            let inspection = try inspect(token(#"{"aud":"acme",\#(times),\#(drm)}"#))
            #expect(!inspection.isAcceptable)
            #expect(inspection.lines.last?.hasPrefix("verdict    REFUSED: ") == true)
        }
    }

    @Test("a token's texts cannot pretend to be other lines, nor tell the terminal anything")
    func writesOut() throws {
        let subject = #"a\nverdict    signed by this key\u001b[2K\u202E\u2028é"#
        let inspection = try inspect(
            token(#"{"aud":"acme","sub":"\#(subject)","exp":4000000000,"drm":{"v":1,"content_id":"m"}}"#))

        #expect(
            inspection.lines.contains(#"subject    a\nverdict    signed by this key\u{1B}[2K\u{202E}\u{2028}é"#))
        for line in inspection.lines { #expect(!line.unicodeScalars.contains { $0.value < 0x20 }) }
    }

    @Test("a secret shorter than any server takes signs nothing")
    func refusesShortSecrets() throws {
        let path = folder.url.appending(path: "short.key").path
        try writePrivately(Base64.url.encode([UInt8](repeating: 7, count: 31)), to: path)
        var order = TokenOrder(
            signing: TokenSigning(keyFile: path, algorithm: "HS256", keyName: "shop-1"), site: "acme",
            lifetime: .seconds(300))
        order.content = "movie-1"
        #expect(throws: CommandFailure.self) { try mintToken(order) }
    }

    @Test("a token that would not outlive a failover is warned of")
    func warns() throws {
        #expect(try inspect(mintToken(order(lifetime: .seconds(246)))).warnings.isEmpty)
        let short = try inspect(mintToken(order(lifetime: .seconds(200)))).warnings
        #expect(short.map { $0.contains("[token-too-short]") } == [true])
    }

    @Test("what is no token is refused, and what cannot be granted is not minted")
    func refuses() throws {
        #expect(throws: CommandFailure.self) { try inspect("a.b") }
        var order = order()
        order.policyName = "hd"
        #expect(throws: CommandFailure.self) { try mintToken(order) }
        order.policyName = nil
        order.license.renewalDelay = 5
        #expect(throws: CommandFailure.self) { try mintToken(order) }
        order.license = LicenseOrder()
        order.license.duration = 0
        #expect(throws: CommandFailure.self) { try mintToken(order) }
    }
}
