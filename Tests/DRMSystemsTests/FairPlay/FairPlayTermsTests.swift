import Bytes
import DRMSystems
import Licensing
import TestSupport
import Testing

/// What a policy becomes, byte for byte.
@Suite("FairPlay terms in a CKC")
struct FairPlayTermsTests {
    private typealias Tag = FairPlayPlayer.Tag

    private func block(
        _ tag: UInt64, _ policy: LicensePolicy, isPersistent: Bool = false, for player: FairPlayPlayer = .current()
    ) throws -> String? {
        let scene = FairPlayScene(policy: policy, isPersistent: isPersistent)
        return try scene.exchange(player).blocks[tag].map { Hex.encode($0) }
    }

    private func policy(_ terms: LicenseTerms = .unlimited, lifetime: Int64 = 3_600) -> LicensePolicy {
        LicensePolicy(licenseDuration: .seconds(lifetime), terms: terms)
    }

    private func policy(_ terms: KeyTerms) -> LicensePolicy {
        LicensePolicy(keyTerms: KeyTermsTable(everyKey: terms))
    }

    // MARK: Durations of streamed keys

    @Test("a streamed key is leased until the license ends")
    func leases() throws {
        #expect(try block(Tag.duration, policy()) == "00000e10" + "00000000" + "1a4bde7e" + "86d34a3a")
    }

    @Test("a rental says besides until when the first play may be")
    func leasesAndRents() throws {
        let terms = LicenseTerms(rentalDuration: .seconds(600))
        #expect(try block(Tag.duration, policy(terms)) == "00000e10" + "00000258" + "27b59bde" + "86d34a3a")
    }

    @Test("a rental that never ends otherwise has no lease")
    func rents() throws {
        let endless = LicensePolicy(
            licenseDuration: LicensingLimits.licenseDurationMax,
            terms: LicenseTerms(rentalDuration: .seconds(600)))
        #expect(try block(Tag.duration, endless) == "00000000" + "00000258" + "3dfe45a0" + "86d34a3a")
    }

    @Test("a license without an end says nothing of durations")
    func saysNothingOfNoEnd() throws {
        #expect(try block(Tag.duration, LicensePolicy(licenseDuration: LicensingLimits.licenseDurationMax)) == nil)
    }

    @Test("the lease ends with the playback duration, or when renewal and recovery are over")
    func shortensLeases() throws {
        let playback = LicenseTerms(playbackDuration: .seconds(60))
        #expect(try block(Tag.duration, policy(playback))?.prefix(8) == "0000003c")
        let renewal = RenewalTerms(delay: .seconds(300), retryInterval: .seconds(10), recoveryDuration: .seconds(200))
        #expect(try block(Tag.duration, policy(LicenseTerms(renewal: renewal)))?.prefix(8) == "000001f4")
    }

    @Test("a device that says nothing of its playback is told nothing of durations")
    func saysNothingUnasked() throws {
        #expect(try block(Tag.duration, policy(), for: FairPlayPlayer(.one)) == nil)
    }

    // MARK: Kept keys

    private func keeping(_ rental: Int64?, _ playback: Int64?, lifetime: Int64 = 3_600) -> LicensePolicy {
        let terms = LicenseTerms(
            rentalDuration: rental.map { .seconds($0) }, playbackDuration: playback.map { .seconds($0) },
            mayPersist: true)
        return policy(terms, lifetime: lifetime)
    }

    @Test("a kept key is good until the license ends")
    func keeps() throws {
        let kept = try block(Tag.duration, keeping(nil, nil), isPersistent: true)
        #expect(kept == "00000000" + "00000e10" + "18f06048" + "86d34a3a")
    }

    @Test("a kept key is good until a renewal and its recovery are over, as FairPlay has none for it")
    func keepsUntilRenewal() throws {
        let renewal = RenewalTerms(delay: .seconds(300), retryInterval: .seconds(10), recoveryDuration: .seconds(200))
        let kept = try block(
            Tag.duration, policy(LicenseTerms(mayPersist: true, renewal: renewal)), isPersistent: true)
        #expect(kept == "00000000" + "000001f4" + "18f06048" + "86d34a3a")
    }

    @Test("a kept key of a license without an end is kept for ever")
    func keepsForEver() throws {
        let forEver = LicensePolicy(
            licenseDuration: LicensingLimits.licenseDurationMax, terms: LicenseTerms(mayPersist: true))
        let kept = try block(Tag.duration, forEver, isPersistent: true)
        #expect(kept == "00000000" + "00000000" + "3df2d9fb" + "86d34a3a")
    }

    private static let pairs: [(Int64?, Int64?, String, String)] = [
        (1_000, 500, "000003e8", "000001f4"), (nil, 500, "00000c1c", "000001f4"),
        (1_000, nil, "000003e8", "00000a28"), (3_600, 500, "00000c1c", "000001f4"),
        (9_000, 9_000, "00000001", "00000e0f"), (3_600, nil, "00000e0f", "00000001"),
    ]

    @Test(
        "two durations are counted one after the other, and both before the license's end",
        arguments: pairs)
    func keepsTwice(rental: Int64?, playback: Int64?, before: String, after: String) throws {
        let policy = keeping(rental, playback)
        let kept = try block(Tag.offlineKey, policy, isPersistent: true)
        #expect(kept == "00000001" + "00000000" + Hex.encode(FairPlayScene.keyID.bytes) + before + after)
        #expect(try block(Tag.duration, policy, isPersistent: true) == nil)
    }

    @Test("a device that counts only once gets the shortest of all durations")
    func keepsOnce() throws {
        var player = FairPlayPlayer.current()
        player.optionalBlocks.removeLast()  // its capabilities
        let kept = try block(Tag.duration, keeping(1_000, 500), isPersistent: true, for: player)
        #expect(kept == "00000000" + "000001f4" + "18f06048" + "86d34a3a")
    }

    @Test("a device that could be told no duration at all keeps nothing")
    func refusesToKeepUnsaid() throws {
        #expect(throws: FairPlayLicenseFailure.refused(.notEnforceable)) {
            try block(Tag.duration, keeping(nil, nil), isPersistent: true, for: FairPlayPlayer(.one))
        }
    }

    @Test("neither the app's wish nor the policy's leave alone keeps a key", arguments: [true, false])
    func needsBoth(isPersistent: Bool) throws {
        let terms = LicenseTerms(mayPersist: !isPersistent)
        let duration = try block(Tag.duration, policy(terms), isPersistent: isPersistent)
        #expect(duration == "00000e10" + "00000000" + "1a4bde7e" + "86d34a3a")
    }

    // MARK: Outputs and strength

    @Test(
        "HDCP is said in FairPlay's two types",
        arguments: [
            (HDCPVersion.v1, "40791ac78bd5c571"), (.v2, "285a0863bba8e1d3"), (.v2_1, "285a0863bba8e1d3"),
            (.v2_2, "285a0863bba8e1d3"),
        ])
    func demandsHDCP(version: HDCPVersion, wire: String) throws {
        #expect(try block(Tag.hdcp, policy(KeyTerms(hdcp: version))) == wire + "0000000000000000")
    }

    @Test("a policy without HDCP and without a level says nothing of them")
    func demandsNothing() throws {
        #expect(try block(Tag.hdcp, .unlimited) == nil)
        #expect(try block(Tag.securityLevel, .unlimited) == nil)
    }

    @Test("what FairPlay cannot say is refused", arguments: [HDCPVersion.v2_3, .noDigitalOutput])
    func refusesUnsayable(version: HDCPVersion) {
        #expect(throws: FairPlayLicenseFailure.refused(.notEnforceable)) {
            try block(Tag.hdcp, policy(KeyTerms(hdcp: version)))
        }
    }

    @Test(
        "the security level is said",
        arguments: [(FairPlaySecurity.baseline, "32f0004966a5c4f8"), (.main, "4e7fd92421d588b4")])
    func demandsSecurity(level: FairPlaySecurity, wire: String) throws {
        let policy = policy(KeyTerms(security: SecurityFloor(fairPlay: level)))
        #expect(try block(Tag.securityLevel, policy) == "00000001" + "00000000" + wire)
    }

    @Test(
        "a device that does not say that it can enforce a demand gets no key",
        arguments: [
            KeyTerms(hdcp: .v2_2), KeyTerms(security: SecurityFloor(fairPlay: .main)),
            KeyTerms(security: SecurityFloor(fairPlay: .baseline)),
        ])
    func refusesTheWeak(terms: KeyTerms) {
        #expect(throws: FairPlayLicenseFailure.refused(.notEnforceable)) {
            try block(Tag.hdcp, policy(terms), for: FairPlayPlayer(.two))
        }
    }

    @Test("an older device is held to HDCP type 0 without saying that it can be")
    func trustsTypeZero() throws {
        let said = try block(Tag.hdcp, policy(KeyTerms(hdcp: .v1)), for: FairPlayPlayer(.one))
        #expect(said?.prefix(16) == "40791ac78bd5c571")
    }

    @Test("what a CKC demands is said once, whatever a player wants to have said")
    func saysItOnce() throws {
        var player = FairPlayPlayer.current()
        let demands = [Tag.hdcp, Tag.securityLevel, Tag.duration, Tag.offlineKey, Tag.contentKey, Tag.r1]
        player.optionalBlocks += demands.map { ($0, [UInt8](repeating: 0, count: 16)) }
        player.returnRequest = demands
        let terms = KeyTerms(security: SecurityFloor(fairPlay: .main), hdcp: .v2_2)

        #expect(try block(Tag.hdcp, policy(terms), for: player)?.prefix(16) == "285a0863bba8e1d3")
        #expect(try block(Tag.securityLevel, policy(terms), for: player)?.suffix(16) == "4e7fd92421d588b4")
        #expect(try block(Tag.duration, policy(), for: player) == "00000e10" + "00000000" + "1a4bde7e" + "86d34a3a")
        #expect(try block(Tag.offlineKey, policy(), for: player) == nil)
    }

    private static let screens: [(UInt64, KeyTerms)] = [
        (0xabb0_256a_3184_3974, KeyTerms(isAirPlayAllowed: false)),
        (0x5f9c_8132_b59f_2fde, KeyTerms(isAdapterAllowed: false)),
    ]

    @Test("a key stays off another screen when its policy says so", arguments: screens)
    func keepsOffScreens(indicator: UInt64, terms: KeyTerms) throws {
        var player = FairPlayPlayer.current()
        #expect(try block(Tag.r1, policy(terms), for: player) != nil)
        player.optionalBlocks.append((Tag.streamingIndicator, FairPlayPlayer.bytes(indicator)))
        #expect(try block(Tag.r1, .unlimited, for: player) != nil)
        #expect(throws: FairPlayLicenseFailure.refused(.remoteOutputNotAllowed)) {
            try block(Tag.r1, policy(terms), for: player)
        }
    }
}
