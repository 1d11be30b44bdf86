import Bytes
import Licensing
import Testing

@Suite("Judge")
struct JudgeTests {
    /// What an approval granted, in a form that can be compared; asks for the first keys of the samples.
    private func grantedKeyIDs(
        asking count: Int = 3, _ entitlement: Entitlement? = nil, found: [FoundKey], policy: LicensePolicy = .unlimited,
        named: [PolicyName: LicensePolicy] = [:]
    ) throws -> [KeyID] {
        let request = LicenseRequest(system: .clearKey, keyIDs: Array(Samples.keyIDs.prefix(count)))
        let approval = try judge(
            request, by: Samples.claims(entitlement), keys: found, policy: BoundingPolicy(policy), named: named,
            at: Samples.now)
        return approval.keys.map(\.key.keyID)
    }

    @Test("each key of the content is granted, in the order asked")
    func grantsAll() throws {
        let found = try [2, 0, 1].map { try Samples.found($0) }
        #expect(try grantedKeyIDs(found: found) == Array(Samples.keyIDs.prefix(3)))
    }

    @Test("an unknown key ID fails nothing")
    func ignoresUnknown() throws {
        #expect(try grantedKeyIDs(asking: 64, found: [Samples.found(5)]) == [Samples.keyIDs[5]])
    }

    @Test("a key that was found but not asked for is not granted")
    func grantsOnlyAsked() throws {
        #expect(try grantedKeyIDs(asking: 1, found: [Samples.found(0), Samples.found(1)]) == [Samples.keyIDs[0]])
    }

    @Test("another site's key is unknown, and another content's is not entitled")
    func refusesStrangers() {
        #expect(throws: LicenseRefusal.unknownKeys) { try grantedKeyIDs(found: [Samples.found(0, site: "other")]) }
        #expect(throws: LicenseRefusal.unknownKeys) { try grantedKeyIDs(found: []) }
        #expect(throws: LicenseRefusal.notEntitled) { try grantedKeyIDs(found: [Samples.found(0, content: "m2")]) }
    }

    @Test("another site's key with the same key ID does not stand in for ours")
    func separatesSites() throws {
        let found = try [Samples.found(0, site: "other"), Samples.found(0)]
        #expect(try grantedKeyIDs(found: found) == [Samples.keyIDs[0]])
    }

    @Test("a list of keys narrows the content, and stands alone too")
    func honorsKeyList() throws {
        let list = [Entitlement.Key(keyID: Samples.keyIDs[1]), Entitlement.Key(keyID: Samples.keyIDs[2])]
        let found = try [Samples.found(0), Samples.found(1), Samples.found(2, content: "movie-2")]

        let narrowed = Entitlement(content: try Samples.content(), keys: list)
        #expect(try grantedKeyIDs(narrowed, found: found) == [Samples.keyIDs[1]])
        #expect(try grantedKeyIDs(Entitlement(content: nil, keys: list), found: found) == Array(Samples.keyIDs[1...2]))
        #expect(throws: LicenseRefusal.notEntitled) { try grantedKeyIDs(asking: 1, narrowed, found: found) }
    }

    @Test("a track type the policy keeps back is withheld, and the rest granted")
    func withholdsTracks() throws {
        let found = try [Samples.found(0, track: .hd), Samples.found(1, track: .audio)]
        let policy = LicensePolicy(allowedTracks: [.sd, .audio])

        #expect(try grantedKeyIDs(found: found, policy: policy) == [Samples.keyIDs[1]])
        #expect(throws: LicenseRefusal.trackNotAllowed) { try grantedKeyIDs(asking: 1, found: found, policy: policy) }
    }

    @Test("the window opens at notBefore and is closed at notAfter")
    func keepsWindow() throws {
        let found = [try Samples.found(0)]
        let now = Samples.now
        let second = Duration.seconds(1)

        for open in [LicensePolicy(notBefore: now), LicensePolicy(notAfter: now + second)] {
            #expect(try grantedKeyIDs(found: found, policy: open) == [Samples.keyIDs[0]])
        }
        #expect(throws: LicenseRefusal.notYetValid) {
            try grantedKeyIDs(found: found, policy: LicensePolicy(notBefore: now + second))
        }
        #expect(throws: LicenseRefusal.noLongerValid) {
            try grantedKeyIDs(found: found, policy: LicensePolicy(notAfter: now))
        }
    }

    @Test("a policy the token names narrows its key alone, from the token or from the site")
    func honorsNamedPolicies() throws {
        let audioOnly = LicensePolicy(allowedTracks: [.audio])
        let name = try PolicyName("audio")
        let found = try [Samples.found(0), Samples.found(1)]
        let keys = [Entitlement.Key(keyID: Samples.keyIDs[0], policy: name), Entitlement.Key(keyID: Samples.keyIDs[1])]
        let carried = Entitlement(content: nil, keys: keys, policies: [name: audioOnly])

        #expect(try grantedKeyIDs(carried, found: found) == [Samples.keyIDs[1]])
        let asked = Entitlement(content: nil, keys: keys)
        #expect(try grantedKeyIDs(asked, found: found, named: [name: audioOnly]) == [Samples.keyIDs[1]])
        #expect(throws: LicenseRefusal.unknownPolicy) { try grantedKeyIDs(asking: 1, asked, found: found) }
    }

    @Test("a token cannot widen what the site allows")
    func neverWidens() throws {
        let name = try PolicyName("all")
        let entitlement = Entitlement(
            content: nil, keys: [Entitlement.Key(keyID: Samples.keyIDs[0], policy: name)], policies: [name: .unlimited])
        #expect(throws: LicenseRefusal.trackNotAllowed) {
            try grantedKeyIDs(entitlement, found: [Samples.found(0)], policy: LicensePolicy(allowedTracks: [.audio]))
        }
    }

    @Test("the refusal is the one that came closest to a grant")
    func reportsClosest() throws {
        let found = try [Samples.found(0, content: "m2"), Samples.found(1, track: .uhd2)]
        #expect(throws: LicenseRefusal.trackNotAllowed) {
            try grantedKeyIDs(found: found, policy: LicensePolicy(allowedTracks: [.sd]))
        }
    }

    @Test(
        "a license ends by the shortest of token and policy, and never after the window",
        arguments: [
            (nil, nil, nil, 86_400), (3_600, nil, nil, 3_600), (nil, 60, nil, 60), (3_600, 60, nil, 60),
            (60, 3_600, nil, 60), (nil, nil, 30, 30), (3_600, 7_200, 30, 30), (20, nil, 30, 20),
        ] as [(Int?, Int?, Int?, Int)])
    func boundsDuration(policy: Int?, token: Int?, window: Int?, expected: Int) throws {
        let entitlement = Entitlement(
            content: try Samples.content(), licenseDuration: token.map { .seconds($0) })
        let limits = LicensePolicy(
            notAfter: window.map { Samples.now + .seconds($0) }, licenseDuration: policy.map { .seconds($0) })
        let request = LicenseRequest(system: .widevine, keyIDs: [Samples.keyIDs[0]])

        let approval = try judge(
            request, by: Samples.claims(entitlement), keys: [Samples.found(0)], policy: BoundingPolicy(limits),
            at: Samples.now)

        let end = approval.expiresAt
        #expect(end == Samples.now + .seconds(expected))
    }

    @Test("an approval carries what the issuance record needs")
    func carriesRecord() throws {
        let request = LicenseRequest(system: .clearKey, keyIDs: Array(Samples.keyIDs.prefix(3)))

        let approval = try judge(
            request, by: Samples.claims(), keys: [Samples.found(0)], policy: .unlimited, at: Samples.now)

        let (system, site, subject, token) = (approval.system, approval.site, approval.subject, approval.tokenID)
        let (withheld, issuedAt, digest) = (approval.withheldCount, approval.issuedAt, approval.policyDigest)
        #expect(system == .clearKey)
        #expect(site.description == "acme")
        #expect(subject == "user-1")
        #expect(token == "t-1")
        #expect(withheld == 2)
        #expect(issuedAt == Samples.now)
        #expect(digest == LicensePolicy.unlimited.digest)
    }
}
