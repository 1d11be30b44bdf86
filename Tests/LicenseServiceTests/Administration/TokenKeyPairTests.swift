import Bytes
import Cryptography
import Daemon
import Foundation
import LicenseStore
import Licensing
import LocalRegions
import Testing

@testable import LicenseService

@Suite("Token keys")
struct TokenKeyPairTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func order(_ pair: TokenKeyPair, lifetime: Duration = .seconds(300)) throws -> TokenOrder {
        let path = folder.url.appending(path: "signing.key").path
        try writePrivately(try pair.signingKey(), to: path)
        var order = TokenOrder(
            signing: TokenSigning(keyFile: path, algorithm: pair.algorithm.rawValue, keyName: "shop-1"), site: "acme",
            lifetime: lifetime)
        (order.content, order.subject) = ("movie-1", "user-1")
        return order
    }

    private func verifier(_ pair: TokenKeyPair) throws -> TokenVerifier {
        let (site, name, wrapper) = (try Samples.site(), try TokenKeyName("shop-1"), try KeyWrapper(Samples.ring()))
        switch try pair.stored(site: site, name: name, by: wrapper) {
        case .sealedSecret(let wrapped):
            let secret = try wrapper.unwrap(wrapped, as: .tokenSecret(site: site, name: name))
            return try TokenVerifier(key: TokenKey(site: site, name: name, secret: secret))
        case .publicKey(let bytes):
            let algorithm: SignatureAlgorithm = pair.algorithm == .edDSA ? .edDSA : .es256
            let key = try VerificationKey(algorithm, subjectPublicKeyInfo: bytes)
            return try TokenVerifier(key: TokenKey(site: site, name: name, verificationKey: key))
        }
    }

    private var now: Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }

    @Test("what the site signs, the stored key verifies", arguments: TokenAlgorithm.allCases.map(\.rawValue))
    func roundTrips(algorithm: String) throws {
        let pair = try TokenKeyPair(algorithm: algorithm)

        let token = try LicenseToken(parsing: Array(mintToken(order(pair)).utf8))
        let claims = try verifier(pair).claims(of: token, at: now)

        #expect(claims.audience == (try Samples.site()))
        #expect(claims.subject == "user-1")
        #expect(claims.entitlement.content == (try Samples.content()))
    }

    @Test("another pair's token is refused", arguments: TokenAlgorithm.allCases.map(\.rawValue))
    func refusesOthers(algorithm: String) throws {
        let token = try LicenseToken(parsing: Array(mintToken(order(TokenKeyPair(algorithm: algorithm))).utf8))
        let other = try verifier(TokenKeyPair(algorithm: algorithm))

        #expect(throws: TokenRefusal.badSignature) { try other.claims(of: token, at: now) }
    }

    @Test("a token ends after its lifetime")
    func expires() throws {
        let pair = try TokenKeyPair(algorithm: "ES256")
        let token = try LicenseToken(parsing: Array(mintToken(order(pair, lifetime: .seconds(60))).utf8))

        #expect(throws: TokenRefusal.expired) { try verifier(pair).claims(of: token, at: now + .seconds(300)) }
    }

    @Test("an algorithm that nobody offers is refused by name", arguments: ["", "none", "HS512", "RS256", "es256"])
    func refusesAlgorithm(name: String) {
        #expect { try TokenKeyPair(algorithm: name) } throws: { "\($0)".contains("‘\(name)’") }
    }

    @Test("a key file that holds another kind of key is refused, and its text is not repeated")
    func refusesOtherFile() throws {
        let pair = try TokenKeyPair(algorithm: "HS256")
        let path = folder.url.appending(path: "other.key").path
        let secret = try pair.signingKey()
        try writePrivately(secret, to: path)
        var order = TokenOrder(
            signing: TokenSigning(keyFile: path, algorithm: "ES256", keyName: "shop-1"), site: "acme",
            lifetime: .seconds(60))
        order.content = "movie-1"

        #expect { try mintToken(order) } throws: { !"\($0)".contains(secret) }
    }

    @Test("a private file is its owner's alone, and is never overwritten")
    func writesPrivately() throws {
        let path = folder.url.appending(path: "private").path
        try writePrivately("first", to: path)

        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(throws: CommandFailure.self) { try writePrivately("second", to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "first\n")
    }
}
