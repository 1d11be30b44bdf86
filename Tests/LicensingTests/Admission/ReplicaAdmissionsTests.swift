import Bytes
import Licensing
import Testing

@Suite("Admission where nothing can be written down")
struct ReplicaAdmissionsTests {
    private static func ask(
        device: UInt8 = 1, system: DRMSystem = .widevine, devicesMax: Int? = 2, isForOneUse: Bool = false,
        kind: LicenseRequest.Kind = .new, subject: String? = "user-1"
    ) throws -> AdmissionAsk? {
        let entitlement = Entitlement(content: try Samples.content(), isForOneUse: isForOneUse)
        var claims = try Samples.claims(entitlement)
        claims.subject = subject
        let request = LicenseRequest(
            system: system, kind: kind, keyIDs: [Samples.keyIDs[0]],
            device: system == .clearKey ? nil : Device(id: [device], securityLevel: 2_000))
        let license = try judge(
            request, by: claims, keys: [Samples.found(0)],
            policy: BoundingPolicy(LicensePolicy(devicesPerSubjectMax: devicesMax)), at: Samples.now)
        return AdmissionAsk(license)
    }

    private static func standing(
        used: Bool = false, known: Bool = false, count: Int = 0
    ) -> ReplicaAdmissions.Standing {
        ReplicaAdmissions.Standing(isTokenUsed: used, isDeviceKnown: known, deviceCount: count)
    }

    @Test("a license that is counted nowhere asks nothing, and neither does a renewal or a release")
    func asksNothing() throws {
        #expect(try Self.ask(devicesMax: nil) == nil)
        #expect(try Self.ask(system: .clearKey, devicesMax: nil) == nil)
        #expect(try Self.ask(isForOneUse: true, kind: .renewal) == nil)
        #expect(try Self.ask(kind: .release) == nil)
    }

    @Test("what is asked names the subject, the device and the token")
    func asks() throws {
        let ask = try #require(try Self.ask(device: 7, isForOneUse: true))

        #expect(ask.site.description == "acme")
        #expect(ask.devices?.subject == "user-1")
        #expect(ask.devices?.device == [7])
        #expect(ask.devices?.max == 2)
        #expect(ask.token?.tokenID == "t-1")
        #expect(ask.token?.end == Samples.now + .seconds(300))
        let clearKey = try #require(try Self.ask(system: .clearKey, devicesMax: nil, isForOneUse: true))
        #expect(clearKey.devices == nil)
    }

    @Test("a known device passes, whatever the count")
    func passesKnown() throws {
        var admissions = ReplicaAdmissions()
        let ask = try #require(try Self.ask())
        #expect(admissions.admit(ask, Self.standing(known: true, count: 9)) == .admitted)
    }

    @Test("unknown devices pass up to the limit, counting those that are known, and are reported")
    func countsUnknown() throws {
        var admissions = ReplicaAdmissions()
        let standing = Self.standing(count: 1)
        func admit(_ device: UInt8, _ system: DRMSystem = .widevine) throws -> Admittance {
            admissions.admit(try #require(try Self.ask(device: device, system: system)), standing)
        }

        #expect(try admit(1) == .admittedUnchecked(.device))
        #expect(try admit(1) == .admittedUnchecked(.device))
        #expect(try admit(2) == .refused(.deviceLimitReached))
        #expect(try admit(1, .playReady) == .refused(.deviceLimitReached))
        let other = try #require(try Self.ask(device: 2, subject: "user-2"))
        #expect(admissions.admit(other, standing) == .admittedUnchecked(.device))
    }

    @Test("a token whose use has arrived is refused, and any other passes and is reported")
    func doubtsTokens() throws {
        var admissions = ReplicaAdmissions()
        let ask = try #require(try Self.ask(devicesMax: nil, isForOneUse: true))

        #expect(admissions.admit(ask, Self.standing(used: true)) == .refused(.tokenReplayed))
        #expect(admissions.admit(ask, Self.standing()) == .admittedUnchecked(.token))
        let both = try #require(try Self.ask(isForOneUse: true))
        #expect(admissions.admit(both, Self.standing()) == .admittedUnchecked([.device, .token]))
    }

    @Test("what is remembered is bounded, and forgetting refuses nobody")
    func bounds() throws {
        var admissions = ReplicaAdmissions()
        for number in 0...ReplicaAdmissions.subjectsMax {
            let ask = try #require(try Self.ask(subject: "user-\(number)"))
            #expect(admissions.admit(ask, Self.standing()) == .admittedUnchecked(.device))
        }
        let again = try #require(try Self.ask(device: 2, subject: "user-0"))
        #expect(admissions.admit(again, Self.standing(count: 1)) == .admittedUnchecked(.device))
    }
}
