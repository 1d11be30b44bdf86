import Bytes
import Licensing
import Testing

@Suite("Site's policy and token's policy: the stricter wins")
struct StrictestWinsTests {
    /// What was approved, in a form that can be compared.
    private struct Outcome: Equatable {
        var terms: LicenseTerms
        var keyTerms: KeyTerms?
        var isPersistent: Bool
        var devicesMax: Int?
        var lifetime: Int64
    }

    private let name = "inline"

    private func outcome(
        site: LicensePolicy = .unlimited, token: LicensePolicy = .unlimited, license: LicenseTerms? = nil,
        system: DRMSystem = .widevine, isPersistent: Bool = true, device: Device? = nil
    ) throws -> Outcome {
        let policy = try PolicyName(name)
        let entitlement = Entitlement(
            content: nil, keys: [Entitlement.Key(keyID: Samples.keyIDs[0], policy: policy)], terms: license,
            policies: [policy: token])
        let request = LicenseRequest(
            system: system, keyIDs: [Samples.keyIDs[0]], device: device, isPersistent: isPersistent)
        let approval = try judge(
            request, by: Samples.claims(entitlement), keys: [Samples.found(0, track: .hd)],
            policy: BoundingPolicy(site),
            at: Samples.now)
        return Outcome(
            terms: approval.terms, keyTerms: approval.keys[0].terms, isPersistent: approval.isPersistent,
            devicesMax: approval.devicesPerSubjectMax, lifetime: approval.expiresAt.seconds - Samples.now.seconds)
    }

    @Test("both ways round: the shorter duration, the fewer devices, no keeping unless both allow it")
    func narrowsTerms() throws {
        let lax = LicensePolicy(
            licenseDuration: .seconds(900), devicesPerSubjectMax: 9,
            terms: LicenseTerms(rentalDuration: .seconds(90), playbackDuration: .seconds(80), mayPersist: true))
        let strict = LicensePolicy(
            licenseDuration: .seconds(800), devicesPerSubjectMax: 3,
            terms: LicenseTerms(rentalDuration: .seconds(60), playbackDuration: .seconds(50), mayPersist: false))

        for both in [(lax, strict), (strict, lax)] {
            let outcome = try outcome(site: both.0, token: both.1)
            #expect(
                outcome
                    == Outcome(
                        terms: strict.terms, keyTerms: nil, isPersistent: false, devicesMax: 3, lifetime: 800))
        }
    }

    @Test("what only one of them speaks of is as that one says")
    func keepsWhatOneSays() throws {
        let spoken = LicensePolicy(
            devicesPerSubjectMax: 2,
            terms: LicenseTerms(
                playbackDuration: .seconds(50), mayPersist: true,
                renewal: RenewalTerms(delay: .seconds(9), retryInterval: .seconds(2), recoveryDuration: .seconds(5))))

        for outcome in try [outcome(site: spoken), outcome(token: spoken)] {
            #expect(outcome.terms == spoken.terms)
            #expect(outcome.devicesMax == 2)
            #expect(outcome.isPersistent)
        }
        #expect(try !outcome(site: spoken, isPersistent: false).isPersistent)
        #expect(try !outcome().isPersistent)
    }

    @Test("of two renewals the sooner, the more frequent, and the shorter without an answer")
    func narrowsRenewal() throws {
        func policy(_ delay: Int, _ retry: Int, _ recovery: Int) -> LicensePolicy {
            LicensePolicy(
                terms: LicenseTerms(
                    renewal: RenewalTerms(
                        delay: .seconds(delay), retryInterval: .seconds(retry), recoveryDuration: .seconds(recovery))))
        }

        let outcome = try outcome(site: policy(600, 10, 900), token: policy(300, 30, 1_800))

        #expect(outcome.terms == policy(300, 10, 900).terms)
    }

    @Test("the claim `license` narrows as a policy does")
    func narrowsByClaim() throws {
        let site = LicensePolicy(terms: LicenseTerms(playbackDuration: .seconds(50), mayPersist: true))
        let license = LicenseTerms(rentalDuration: .seconds(7), playbackDuration: .seconds(60), mayPersist: false)

        let outcome = try outcome(site: site, license: license)

        let expected = LicenseTerms(rentalDuration: .seconds(7), playbackDuration: .seconds(50), mayPersist: false)
        #expect(outcome.terms == expected)
        #expect(!outcome.isPersistent)
    }

    @Test("a key has the higher floors and the stricter outputs of both")
    func narrowsKeyTerms() throws {
        let site = KeyTerms(
            security: SecurityFloor(widevine: .hardwareAll, playReady: .software, fairPlay: .main), hdcp: .v2_2,
            analogOutput: .copyOnce, isAirPlayAllowed: true, isAdapterAllowed: false,
            playReady: PlayReadyTerms(playEnablers: [1, 2], removalDate: Timestamp(seconds: 9)))
        let token = KeyTerms(
            security: SecurityFloor(widevine: .softwareCrypto, playReady: .hardware), hdcp: .v1,
            analogOutput: .forbidden, isAirPlayAllowed: false,
            playReady: PlayReadyTerms(playEnablers: [2, 3], removalDate: Timestamp(seconds: 8)))
        let expected = KeyTerms(
            security: SecurityFloor(widevine: .hardwareAll, playReady: .hardware, fairPlay: .main), hdcp: .v2_2,
            analogOutput: .forbidden, isAirPlayAllowed: false, isAdapterAllowed: false,
            playReady: PlayReadyTerms(playEnablers: [2], removalDate: Timestamp(seconds: 8)))

        let outcome = try outcome(
            site: LicensePolicy(keyTerms: KeyTermsTable(everyKey: site)),
            token: LicensePolicy(keyTerms: KeyTermsTable(byTrack: [.hd: token])))

        #expect(outcome.keyTerms == expected)
    }

    @Test("a system is served only if neither policy leaves it out")
    func keepsSystems() throws {
        let noFairPlay = LicensePolicy(systems: [.widevine, .playReady])

        _ = try outcome(site: noFairPlay, system: .widevine)
        for policies in [(noFairPlay, LicensePolicy.unlimited), (.unlimited, noFairPlay)] {
            #expect(throws: LicenseRefusal.systemNotAllowed) {
                try outcome(site: policies.0, token: policies.1, system: .fairPlay)
            }
        }
    }

    @Test("a token's limit that ClearKey would drop refuses ClearKey")
    func refusesUnspeakableClaims() throws {
        let renewal = RenewalTerms(delay: .seconds(1), retryInterval: .seconds(1), recoveryDuration: .seconds(1))
        for license in [
            LicenseTerms(playbackDuration: .seconds(1)), LicenseTerms(rentalDuration: .seconds(1)),
            LicenseTerms(renewal: renewal),
        ] {
            #expect(throws: LicenseRefusal.systemNotAllowed) { try outcome(license: license, system: .clearKey) }
            _ = try outcome(license: license, system: .widevine)
        }
        _ = try outcome(license: LicenseTerms(mayPersist: true), system: .clearKey)
    }

    @Test("a key whose floor is above the PlayReady device's level is kept back, and granted at the level")
    func keepsSecurityFloor() throws {
        let policy = LicensePolicy(
            keyTerms: KeyTermsTable(everyKey: KeyTerms(security: SecurityFloor(playReady: .hardware))))
        func ask(_ level: UInt16?, _ system: DRMSystem = .playReady) throws -> Outcome {
            try outcome(site: policy, system: system, device: level.map { Device(id: [1], securityLevel: $0) })
        }

        _ = try ask(3_000)
        _ = try ask(nil, .widevine)
        for level in [150, 2_000, nil] as [UInt16?] {
            #expect(throws: LicenseRefusal.securityLevelTooLow) { try ask(level) }
        }
    }

    @Test("a policy that counts devices licenses nothing to a token without a subject")
    func wantsSubject() throws {
        var claims = try Samples.claims()
        claims.subject = nil
        #expect(throws: LicenseRefusal.subjectMissing) {
            _ = try judge(
                LicenseRequest(system: .widevine, keyIDs: [Samples.keyIDs[0]]), by: claims, keys: [Samples.found(0)],
                policy: BoundingPolicy(LicensePolicy(devicesPerSubjectMax: 1)), at: Samples.now)
        }
    }

    @Test("a rental that nobody gave a license duration lives until its last moment, and no other license is prolonged")
    func livesAsLongAsRental() throws {
        let month = LicenseTerms(rentalDuration: .seconds(30 * 86_400), playbackDuration: .seconds(2 * 86_400))
        #expect(try outcome(site: LicensePolicy(terms: month)).lifetime == 32 * 86_400)
        #expect(try outcome(site: LicensePolicy(licenseDuration: .seconds(60), terms: month)).lifetime == 60)
        #expect(try outcome(site: LicensePolicy(terms: LicenseTerms(rentalDuration: .seconds(60)))).lifetime == 86_400)
    }

    @Test("where a license cannot say a duration, it ends with it: a PlayReady rental, a FairPlay key that is not kept")
    func endsEarlyWhereUnspeakable() throws {
        let rental = LicensePolicy(terms: LicenseTerms(rentalDuration: .seconds(60), mayPersist: true))
        let playback = LicensePolicy(terms: LicenseTerms(playbackDuration: .seconds(70), mayPersist: true))

        #expect(try outcome(site: rental, system: .playReady, device: Device(id: [1])).lifetime == 60)
        #expect(try outcome(site: rental, system: .fairPlay).lifetime == 86_400)
        #expect(try outcome(site: playback, system: .fairPlay, isPersistent: false).lifetime == 70)
        #expect(try outcome(site: playback, system: .fairPlay, isPersistent: true).lifetime == 86_400)
        #expect(try outcome(site: playback, system: .playReady, device: Device(id: [1])).lifetime == 86_400)
    }

    @Test("a system without renewals has its license end when one would have had to come, kept or not")
    func endsWithRenewal() throws {
        let renewal = RenewalTerms(
            delay: .seconds(1_800), retryInterval: .seconds(30), recoveryDuration: .seconds(600))
        let policy = LicensePolicy(terms: LicenseTerms(mayPersist: true, renewal: renewal))

        for system in [DRMSystem.playReady, .fairPlay] {
            for isPersistent in [false, true] {
                let outcome = try outcome(site: policy, system: system, isPersistent: isPersistent)
                #expect(outcome.isPersistent == isPersistent)
                #expect(outcome.lifetime == 2_400)
                let short = LicensePolicy(licenseDuration: .seconds(2_399))
                #expect(
                    try self.outcome(site: policy, token: short, system: system, isPersistent: isPersistent).lifetime
                        == 2_399)
            }
        }
        for isPersistent in [false, true] {
            #expect(try outcome(site: policy, system: .widevine, isPersistent: isPersistent).lifetime == 86_400)
        }
    }

    @Test("a renewal of one policy ends what another lets a device keep, whichever of them says which")
    func endsKeptOfOther() throws {
        let keeping = LicensePolicy(licenseDuration: .seconds(7_200), terms: LicenseTerms(mayPersist: true))
        let renewing = LicensePolicy(
            terms: LicenseTerms(
                renewal: RenewalTerms(delay: .seconds(60), retryInterval: .seconds(5), recoveryDuration: .seconds(30))))

        for both in [(keeping, renewing), (renewing, keeping)] {
            let outcome = try outcome(site: both.0, token: both.1, system: .fairPlay)
            #expect(outcome.isPersistent)
            #expect(outcome.lifetime == 90)
        }
    }

    @Test("a license is kept only when each of its keys may be, by its own policy or by the site's")
    func keepsOnlyWhole() throws {
        let (may, silent, mayNot) = (try PolicyName("may"), try PolicyName("silent"), try PolicyName("may-not"))
        let policies = [
            may: LicensePolicy(terms: LicenseTerms(mayPersist: true)), silent: .unlimited,
            mayNot: LicensePolicy(terms: LicenseTerms(mayPersist: false)),
        ]
        func isKept(_ names: [PolicyName?], site: Bool? = nil) throws -> Bool {
            let keys = zip(Samples.keyIDs, names).map { Entitlement.Key(keyID: $0, policy: $1) }
            let claims = try Samples.claims(Entitlement(content: nil, keys: keys, policies: policies))
            let approval = try judge(
                LicenseRequest(system: .widevine, keyIDs: keys.map(\.keyID), isPersistent: true), by: claims,
                keys: names.indices.map { try Samples.found($0) },
                policy: BoundingPolicy(LicensePolicy(terms: LicenseTerms(mayPersist: site))), at: Samples.now)
            return approval.isPersistent
        }

        #expect(try isKept([may, may]))
        for other in [nil, silent, mayNot] {
            #expect(try !isKept([may, other]))
            #expect(try !isKept([other, may]))
        }
        #expect(try isKept([may, nil, silent], site: true))
        #expect(try !isKept([may, mayNot], site: true))
        #expect(try !isKept([may, may], site: false))
    }
}
