import Bytes
import Licensing
import Testing

@Suite("What does not survive a failover, or ends sooner than it says")
struct LintWarningTests {
    /// As docs/failover.md has it for a cycle of 30 s and a TTL of 30 s.
    private let switchTime = Duration.seconds(246)

    private func found(_ warnings: [LintWarning]) -> [String: Int64] {
        Dictionary(warnings.map { ($0.code.rawValue, $0.secondsEnough) }, uniquingKeysWith: { first, _ in first })
    }

    private func policy(license: Int? = nil, delay: Int, retry: Int, recovery: Int) -> LicensePolicy {
        LicensePolicy(
            licenseDuration: license.map { .seconds($0) },
            terms: LicenseTerms(
                renewal: RenewalTerms(
                    delay: .seconds(delay), retryInterval: .seconds(retry), recoveryDuration: .seconds(recovery))))
    }

    @Test(
        "a policy is warned of exactly what is too short, with the number that would do",
        arguments: [
            (245, 1_000, 30, 276, ["license-too-short": 246, "license-ends-in-recovery": 1_276]),
            (1_276, 1_000, 30, 276, [:]), (1_275, 1_000, 30, 276, ["license-ends-in-recovery": 1_276]),
            (nil, 1_000, 30, 276, [:]), (nil, 1_000, 30, 275, ["recovery-too-short": 276]),
            (nil, 1_000, 10, 255, ["recovery-too-short": 256]), (nil, 1_000, 10, 256, [:]),
        ] as [(Int?, Int, Int, Int, [String: Int64])])
    func warns(license: Int?, delay: Int, retry: Int, recovery: Int, expected: [String: Int64]) {
        let policy = policy(license: license, delay: delay, retry: retry, recovery: recovery)
        #expect(found(policy.warnings(surviving: switchTime)) == expected)
    }

    @Test("what is warned of is silent once it is as long as the warning says")
    func isMendedByItsNumber() throws {
        let short = policy(license: 100, delay: 50, retry: 20, recovery: 30)
        var mended = short
        for _ in 0..<2 {
            for warning in mended.warnings(surviving: switchTime) {
                switch warning.code {
                case .recoveryTooShort: mended.terms.renewal?.recoveryDuration = .seconds(warning.secondsEnough)
                case .licenseTooShort, .licenseEndsInRecovery:
                    mended.licenseDuration = max(mended.licenseDuration ?? .zero, .seconds(warning.secondsEnough))
                case .keptLicenseEndsEarly, .tokenTooShort, .tokenEndsBeforeRenewal, .rotationTooShort:
                    Issue.record("of no policy")
                }
            }
        }

        #expect(short.warnings(surviving: switchTime).count == 3)
        #expect(mended.warnings(surviving: switchTime).isEmpty)
    }

    @Test(
        "a policy whose renewals end what a device keeps is warned, with the number from which they would not",
        arguments: [
            (nil, true, ["kept-license-ends-early": 86_400]), (2_000, true, ["kept-license-ends-early": 2_000]),
            (1_999, true, [:]), (nil, false, [:]), (nil, nil, [:]),
        ] as [(Int?, Bool?, [String: Int64])])
    func warnsOfKeeping(license: Int?, mayPersist: Bool?, expected: [String: Int64]) {
        var policy = policy(license: license, delay: 999, retry: 100, recovery: 1_000)
        policy.terms.mayPersist = mayPersist
        #expect(found(policy.warnings(surviving: switchTime)) == expected)
    }

    @Test("a rental is kept as long as a rental needs, and the warning says so")
    func warnsOfKeptRentals() throws {
        var policy = policy(delay: 999, retry: 100, recovery: 1_000)
        policy.terms.mayPersist = true
        (policy.terms.rentalDuration, policy.terms.playbackDuration) = (.seconds(200_000), .seconds(100_000))
        let warning = try #require(policy.warnings(surviving: switchTime).first)
        #expect(
            warning.description
                == """
                renewal.delaySeconds and recoveryDurationSeconds together of 1999 s: a device that keeps the license \
                and is offline cannot renew it, and plays no longer; from 300000 s on it lives as long as it was \
                given [kept-license-ends-early]
                """)
    }

    @Test("a policy that sets no durations has nothing to outlive")
    func isSilent() {
        #expect(LicensePolicy.unlimited.warnings(surviving: switchTime).isEmpty)
        #expect(LicensePolicy(licenseDuration: switchTime).warnings(surviving: switchTime).isEmpty)
    }

    @Test(
        "a token is measured from when it was made, or begins, or now",
        arguments: [(246, [:]), (245, ["token-too-short": 246])] as [(Int, [String: Int64])])
    func measuresToken(lifetime: Int, expected: [String: Int64]) throws {
        for (issued, begins) in [(Samples.now, nil), (nil, Samples.now), (nil, nil)] as [(Timestamp?, Timestamp?)] {
            var claims = try Samples.claims()
            (claims.issuedAt, claims.notBefore) = (issued, begins)
            claims.expiresAt = Samples.now + .seconds(lifetime)
            #expect(found(claims.warnings(surviving: switchTime, at: Samples.now)) == expected)
        }
    }

    @Test("a token that asks for renewals must last until one, and a failover longer")
    func outlivesRenewal() throws {
        let renewing = policy(delay: 600, retry: 30, recovery: 900)
        let entitlements = [
            Entitlement(content: try Samples.content(), terms: renewing.terms),
            Entitlement(content: try Samples.content(), policies: [try PolicyName("a"): renewing]),
        ]
        for entitlement in entitlements {
            var claims = try Samples.claims(entitlement)
            claims.expiresAt = Samples.now + .seconds(845)
            #expect(
                found(claims.warnings(surviving: switchTime, at: Samples.now)) == ["token-ends-before-renewal": 846])
            claims.expiresAt = Samples.now + .seconds(846)
            #expect(claims.warnings(surviving: switchTime, at: Samples.now).isEmpty)
        }
    }

    @Test("what a token says and what its policy says are warned of together, and each warning once")
    func warnsOfBoth() throws {
        let renewing = policy(delay: 1_000, retry: 30, recovery: 276)
        var claims = try Samples.claims(
            Entitlement(
                content: Samples.content(), licenseDuration: .seconds(1_275),
                policies: [PolicyName("a"): renewing, PolicyName("b"): renewing]))
        claims.expiresAt = Samples.now + .seconds(2_000)

        let warnings = claims.warnings(surviving: switchTime, at: Samples.now)

        #expect(warnings.map(\.code) == [.licenseEndsInRecovery])
        #expect(warnings.first?.secondsEnough == 1_276)
    }

    @Test("a message of Axinom's shape is warned of too, each warning once")
    func warnsOfMessages() throws {
        let message =
            AxinomMessageTests.inline + #","content_key_usage_policies":[{"name":"Policy A"}],"#
            + #""license":{"widevine":{"allow_renewal":true,"renewal_delay":200,"renewal_recovery":60,"#
            + #""renewal_retry_interval":10}}"#
        let claims = try AxinomMessageTests.claims(AxinomMessageTests.payload(message))

        let warnings = claims.warnings(surviving: switchTime, at: Samples.now)

        #expect(warnings.map(\.code) == [.recoveryTooShort, .tokenEndsBeforeRenewal])
        #expect(warnings.map(\.secondsEnough) == [256, 446])
    }

    @Test("a token's times at the ends of their range do not trap")
    func survivesRange() throws {
        var claims = try Samples.claims()
        (claims.issuedAt, claims.expiresAt) = (.distantPast, .distantFuture)
        #expect(claims.warnings(surviving: switchTime, at: Samples.now).isEmpty)
        (claims.issuedAt, claims.expiresAt) = (.distantFuture, .distantPast)
        #expect(!claims.warnings(surviving: switchTime, at: Samples.now).isEmpty)
    }

    @Test("keys are not changed more often than a failover takes, and tokens live as long")
    func warnsOfRotation() {
        #expect(found(rotationWarnings(period: .seconds(60), surviving: switchTime)) == ["rotation-too-short": 246])
        #expect(rotationWarnings(period: switchTime, surviving: switchTime).isEmpty)
        #expect(found(tokenWarnings(lifetime: .seconds(245), surviving: switchTime)) == ["token-too-short": 246])
        #expect(tokenWarnings(lifetime: switchTime, surviving: switchTime).isEmpty)
    }

    @Test("a warning says what, how much, why, and which number would do")
    func describes() throws {
        let warning = try #require(LicensePolicy(licenseDuration: .seconds(60)).warnings(surviving: switchTime).first)
        #expect(
            warning.description
                == """
                licenseDurationSeconds of 60 s: a license issued as the region fails has ended before the other \
                region answers; from 246 s on it survives [license-too-short]
                """)
    }
}
