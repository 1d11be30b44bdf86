import Bytes
import Cryptography
import DRMSystems
import HTTPServer
import Licensing
import Postgres
import Testing

@testable import LicenseService

@Suite("From a domain's refusal to a problem")
struct ProblemBridgeTests {
    /// What a peer may have put into a refusal; never to be seen in a problem's words.
    private static let secretWord = "c2VjcmV0LWtleQ"
    private static let keyText = Hex.encode(Samples.keyBytes)

    private func rendered(_ problem: Problem) -> String { Response(problem).text }

    @Test(
        "a refused token has its code",
        arguments: [
            (TokenRefusal.expired, Problem.Code.tokenExpired), (.tooLong(limit: 8192), .tokenInvalid),
            (.notThreeParts, .tokenInvalid),
            (.badEncoding(.payload, Malformed(offset: 3, expected: "base64url")), .tokenInvalid),
            (.badHeader(.unexpected(member: "alg", expected: "an algorithm")), .tokenInvalid),
            (.criticalExtension, .tokenInvalid), (.unknownKey, .tokenInvalid), (.algorithmMismatch, .tokenInvalid),
            (.badSignature, .tokenInvalid), (.badClaims(.unknown(member: "dmr")), .tokenInvalid),
            (.wrongAudience, .tokenInvalid), (.namesNothing, .tokenInvalid), (.notYetValid, .tokenInvalid),
            (.issuedInFuture, .tokenInvalid),
            (.cryptography(CryptographyFailure(call: "EVP_DigestVerify", reason: secretWord)), .internal),
        ])
    func bridgesToken(refusal: TokenRefusal, code: Problem.Code) {
        let problem = Problem(refusal)

        #expect(problem.code == code)
        #expect(!problem.detail.isEmpty)
        #expect(!rendered(problem).contains(Self.secretWord))
        #expect(!rendered(problem).contains("EVP_"))
    }

    @Test("a forger cannot tell an unknown key from a bad signature, another algorithm or another site")
    func tellsForgersNothing() {
        let details = [TokenRefusal.unknownKey, .algorithmMismatch, .badSignature, .wrongAudience].map {
            Problem($0).detail
        }

        #expect(Set(details).count == 1)
    }

    @Test("a refused license has the code of an entitlement that is missing", arguments: LicenseRefusal.allCases)
    func bridgesLicense(refusal: LicenseRefusal) {
        #expect(Problem(refusal).code == .notEntitled)
        #expect(Problem(refusal).code.status == 403)
    }

    @Test("each reason for refusing a license has its own words")
    func distinguishesLicenses() {
        #expect(Set(LicenseRefusal.allCases.map { Problem($0).detail }).count == LicenseRefusal.allCases.count)
    }

    @Test("too many key IDs in one request have a code of their own")
    func bridgesTooManyKeyIDs() {
        #expect(Problem(ClearKeyRefusal.tooManyKeyIDs(limit: 64)).code == .tooManyKeyIDs)
    }

    @Test(
        "a Clear Key request that cannot be read is a malformed challenge",
        arguments: [
            ClearKeyRefusal.tooLong(limit: 16_384), .malformed(.unexpected(member: "kids", expected: "a list")),
            .malformed(.malformed(Malformed(offset: 0, expected: "a value"))), .unsupportedSessionType,
        ])
    func bridgesChallenge(refusal: ClearKeyRefusal) {
        #expect(Problem(refusal).code == .malformedChallenge)
    }

    @Test("a content that cannot be asked for is a malformed request, and no key is repeated in its words")
    func bridgesContent() {
        let place = TrackRequest.Place(type: .sd, period: nil)
        let errors: [ContentRequestError] = [
            .noTracks, .tooManyTracks(limit: 64), .repeatedTrack(place), .repeatedKeyID(Samples.keyID),
            .keyWithoutKeyID(place), .wrongKeyLength(place), .zeroKeyID(place),
        ]
        for error in errors {
            let problem = Problem(error)
            #expect(problem.code == .malformedRequest)
            #expect(!rendered(problem).contains(Self.keyText))
        }
        #expect(Set(errors.map { Problem($0).detail }).count == errors.count)
    }

    @Test(
        "a database's trouble is told without its words",
        arguments: [
            (DatabaseError.Kind.unreachable, Problem.Code.databaseUnavailable), (.connectionLost, .databaseUnavailable),
            (.deadlineExceeded, .databaseUnavailable), (.closed, .databaseUnavailable),
            (.recoveryConflict, .databaseUnavailable), (.canceled, .databaseUnavailable), (.overloaded, .overloaded),
            (.readOnly, .readOnlyRegion),
            (.refused, .internal), (.unexpectedAnswer(nil), .internal), (.invalidParameters, .internal),
        ])
    func bridgesDatabase(kind: DatabaseError.Kind, code: Problem.Code) {
        let error = DatabaseError(kind, statement: "content_key.by_key_ids", serverMessage: Self.secretWord)
        let problem = Problem(error)

        #expect(problem.code == code)
        #expect((problem.retryAfter != nil) == (code.status == 503))
        #expect(!rendered(problem).contains(Self.secretWord))
        #expect(!rendered(problem).contains("content_key"))
        let reason = Response(problem).reason
        #expect((reason?.contains(Self.secretWord) == true) == (code == .internal), "for the log, and only there")
    }

    @Test("a key that cannot be unwrapped is an internal error without details")
    func hidesUnwrapping() throws {
        let wrapper = try KeyWrapper(Samples.ring(1))
        let stored = try wrapper.wrap(Samples.contentKey(), site: Samples.site(), content: Samples.content())
        let failure = #expect(throws: KeyWrapFailure.self) {
            try KeyWrapper(Samples.ring(2)).unwrap(stored, site: Samples.site(), content: Samples.content())
        }

        let problem = Problem(LicenseFailure.unwrapping(try #require(failure)))

        #expect(problem.code == .internal)
        #expect(problem.detail == "The license could not be made.")
        #expect(problem.reason?.contains("notAuthentic") == true)
        #expect(!rendered(problem).contains("notAuthentic"))
    }

    @Test("a license failure has the code of its reason")
    func passesReasonsOn() throws {
        let claims = TokenClaims(
            audience: try Samples.site(), expiresAt: .distantFuture, entitlement: Entitlement(content: nil))
        let refused = RefusedLicense(
            LicenseRequest(system: .clearKey, keyIDs: []), by: claims, policy: .unlimited, because: .unknownKeys)
        #expect(Problem(LicenseFailure.token(.expired)) == Problem(TokenRefusal.expired))
        #expect(Problem(LicenseFailure.refused(refused)) == Problem(LicenseRefusal.unknownKeys))
        #expect(Problem(LicenseFailure.database(DatabaseError(.closed))) == Problem(DatabaseError(.closed)))
    }
}
