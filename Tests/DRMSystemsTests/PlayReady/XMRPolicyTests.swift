import Bytes
import DRMSystems
import Licensing
import TestSupport
import Testing

/// What stands in a license, byte for byte.
@Suite("PlayReady policy objects")
struct XMRPolicyTests {
    private func license(_ policy: LicensePolicy = .unlimited) throws -> XMRObject {
        let world = try PlayReadyWorld(securityLevel: 3_000)
        let keys = try PlayReadyWorld.keys(1)
        let request = try world.player.request(header: PlayReadyWorld.header(.v4_1, keys))
        let answer = try world.answer(request.bytes(), keys: keys, policy: policy)
        return try #require(world.player.licenses(in: answer).first).outer
    }

    private func license(_ terms: KeyTerms) throws -> XMRObject {
        try license(LicensePolicy(keyTerms: KeyTermsTable(everyKey: terms)))
    }

    private func license(_ terms: PlayReadyTerms) throws -> XMRObject { try license(KeyTerms(playReady: terms)) }

    /// Flags and body in hex, of each object of that type.
    private func objects(_ type: UInt16, in license: XMRObject) -> [String] {
        license.all(type).map { "\($0.flags) \(Hex.encode($0.body))" }
    }

    @Test("without terms a license ends after a day, may not be kept, and may be played anywhere")
    func defaults() throws {
        let license = try license()

        #expect(license.children.map(\.type) == [0x0002, 0x0004, 0x0009, 0x000B])
        #expect(license.children.map(\.flags) == [3, 2, 3, 1])
        #expect(try license.only(0x0002).children.map(\.type) == [0x0012, 0x000D, 0x0013, 0x0033, 0x0034])
        #expect(objects(0x0012, in: license) == ["1 000000006b4b2380"])
        #expect(objects(0x000D, in: license) == ["1 0001"])
        #expect(objects(0x0013, in: license) == ["0 6b49d200"])
        #expect(objects(0x0033, in: license) == ["0 0001"])
        #expect(objects(0x0034, in: license) == ["1 0096"])
        #expect(objects(0x0004, in: license) == ["2 "])
    }

    @Test("durations become an end, and seconds from the first play")
    func durations() throws {
        let terms = LicenseTerms(rentalDuration: .seconds(600), playbackDuration: .seconds(7_200))
        let policy = LicensePolicy(licenseDuration: .seconds(3_600), terms: terms)

        #expect(objects(0x0030, in: try license(policy)) == ["1 00001c20"])
        #expect(objects(0x0012, in: try license(policy)) == ["1 000000006b49d458"])  // the rental ends first
        let long = LicensePolicy(licenseDuration: .seconds(3_600_000_000))
        #expect(objects(0x0012, in: try license(long)) == ["1 000000007e230400"])  // ten years are the most
        #expect(objects(0x0030, in: try license(long)) == [])
        let none = LicensePolicy(terms: LicenseTerms(playbackDuration: .zero))
        #expect(objects(0x0030, in: try license(none)) == ["1 00000001"])  // none is not written as no limit
    }

    @Test("a license that may be kept has no settings object")
    func persistence() throws {
        #expect(objects(0x000D, in: try license(LicensePolicy(terms: LicenseTerms(mayPersist: true)))) == [])
        #expect(objects(0x000D, in: try license(LicensePolicy(terms: LicenseTerms(mayPersist: false)))) == ["1 0001"])
    }

    @Test("a renewal that PlayReady does not have ends the license when it would have had to come, kept or not")
    func renewals() throws {
        let renewal = RenewalTerms(delay: .seconds(3_000), retryInterval: .seconds(30), recoveryDuration: .seconds(600))
        for mayPersist in [true, false] {
            let terms = LicenseTerms(mayPersist: mayPersist, renewal: renewal)
            let license = try license(LicensePolicy(licenseDuration: .seconds(86_400), terms: terms))
            #expect(objects(0x0012, in: license) == ["1 000000006b49e010"])
            #expect(objects(0x000D, in: license) == (mayPersist ? [] : ["1 0001"]))
        }
    }

    @Test("the least level stands in the license", arguments: PlayReadySecurity.allCases)
    func securityLevel(level: PlayReadySecurity) throws {
        let number = ["150": "0096", "2000": "07d0", "3000": "0bb8"]["\(level.rawValue)"] ?? ""
        let license = try license(KeyTerms(security: SecurityFloor(playReady: level)))
        #expect(objects(0x0034, in: license) == ["1 \(number)"])
    }

    @Test("output levels stand in their order, and a removal date in seconds")
    func levels() throws {
        let levels = PlayReadyTerms.OutputLevels(
            compressedVideo: 500, uncompressedVideo: 270, analogVideo: 150, compressedAudio: 250, uncompressedAudio: 300
        )
        let license = try license(
            PlayReadyTerms(outputLevels: levels, removalDate: Timestamp(seconds: 1_900_000_000)))

        #expect(objects(0x0005, in: license) == ["1 01f4010e009600fa012c"])
        #expect(objects(0x0050, in: license) == ["0 713fb300"])
    }

    @Test("explicit outputs stand in the container of their kind, the rule as a GUID")
    func explicitOutputs() throws {
        let colorStripe: UInt128 = 0xC3FD11C6_F8B7_4D20_B008_1DB17D61F2DA
        let serialCopies: UInt128 = 0x6D5CFA59_C250_4426_930E_FAC72C8FCFA6
        let resolution: UInt128 = 0x9645E831_E01D_4FFF_8342_0A720E3E028F
        let license = try license(
            PlayReadyTerms(explicitOutputs: [
                .init(kind: .analogVideo, rule: colorStripe, configuration: [2, 0, 0, 0]),
                .init(kind: .digitalAudio, rule: serialCopies, configuration: [0, 0, 0, 1]),
                .init(kind: .digitalVideo, rule: resolution, configuration: [0, 0, 4, 0x38, 0, 0, 7, 0x80]),
                .init(kind: .digitalVideo, rule: PlayReadyOutputs.hdcpType1, configuration: [0, 0, 0, 1]),
            ]))

        #expect(objects(0x0008, in: license) == ["1 c611fdc3b7f8204db0081db17d61f2da02000000"])
        #expect(objects(0x0031, in: license) == ["1 59fa5c6d50c22644930efac72c8fcfa600000001"])
        #expect(
            objects(0x0059, in: license) == [
                "1 31e845961de0ff4f83420a720e3e028f0000043800000780", "1 f1c6b2ab63e62546a945972d17b231e700000001",
            ])
        #expect(try license.only(0x0004).children.map(\.type) == [0x0007, 0x002E, 0x0058])
        #expect(try license.only(0x0004).children.map(\.flags) == [3, 3, 3])
    }

    @Test("play enablers stand in one container, AirPlay's where the policy allows it, and not where it forbids it")
    func enablers() throws {
        let unknownOutput: UInt128 = 0x786627D8_C2A6_44BE_8F88_08AE255B01A7
        let airPlay = "0 0d0fbf5a29dc824b9982fd8e57525bfc"
        let both = PlayReadyTerms(playEnablers: [unknownOutput, PlayReadyOutputs.airPlay])

        let named = try license(both)
        let forbidden = try license(KeyTerms(isAirPlayAllowed: false, playReady: both))

        #expect(objects(0x0039, in: named) == ["0 d8276678a6c2be448f8808ae255b01a7", airPlay])
        #expect(try named.only(0x0036).flags == 2)
        #expect(objects(0x0039, in: try license(KeyTerms(isAirPlayAllowed: true))) == [airPlay])
        #expect(objects(0x0039, in: forbidden) == ["0 d8276678a6c2be448f8808ae255b01a7"])
        #expect(try license(KeyTerms(isAirPlayAllowed: false)).all(0x0036) == [])
    }

    @Test(
        "HDCP becomes an output level, from 2.2 on an explicit output too",
        arguments: zip(HDCPVersion.allCases, [(300, 0), (300, 0), (300, 0), (300, 1), (300, 1), (301, 0)]))
    func hdcp(version: HDCPVersion, expected: (level: Int, outputs: Int)) throws {
        let license = try license(KeyTerms(hdcp: version))
        let level = format(expected.level)

        #expect(objects(0x0005, in: license) == ["1 0190\(level)006400640064"])
        let outputs = [String](repeating: "1 f1c6b2ab63e62546a945972d17b231e700000001", count: expected.outputs)
        #expect(objects(0x0059, in: license) == outputs)
    }

    private func format(_ number: Int) -> String { Hex.encode([UInt8(number >> 8), UInt8(number & 255)]) }

    @Test(
        "an analog output's copies become CGMS-A, and none at all an output level",
        arguments: zip(AnalogOutput.allCases, ["00000000", "02000000", "03000000", nil]))
    func analog(output: AnalogOutput, copies: String?) throws {
        let license = try license(KeyTerms(analogOutput: output))

        #expect(objects(0x0008, in: license) == (copies.map { ["1 6fd35c2232f1ef49ba8cc91ea28e4369\($0)"] } ?? []))
        #expect(objects(0x0005, in: license) == (copies == nil ? ["1 0190006400c900640064"] : []))
    }

    @Test("a policy's own words for PlayReady stand where they are stricter, or more exact")
    func combines() throws {
        let levels = PlayReadyTerms.OutputLevels(
            compressedVideo: 400, uncompressedVideo: 270, analogVideo: 200, compressedAudio: 100, uncompressedAudio: 100
        )
        let exact = PlayReadyTerms.ExplicitOutput(
            kind: .analogVideo, rule: PlayReadyOutputs.analogCopyControl, configuration: [1, 0, 0, 0])
        let license = try license(
            KeyTerms(
                hdcp: .v1, analogOutput: .copyOnce,
                playReady: PlayReadyTerms(outputLevels: levels, explicitOutputs: [exact])))

        #expect(objects(0x0005, in: license) == ["1 0190012c00c800640064"])
        #expect(objects(0x0008, in: license) == ["1 6fd35c2232f1ef49ba8cc91ea28e436901000000"])
    }

    @Test(
        "of two that speak of one output's copies the stricter stands, whichever of the two it is",
        arguments: [
            ([AnalogOutput.copyNever], [[0, 0, 0, 0]], ["03000000"]), ([.copyOnce], [[0, 0, 0, 0]], ["02000000"]),
            ([.copyOnce], [[1, 0, 0, 0]], ["01000000"]), ([.copyFreely], [[3, 0, 0, 0]], ["03000000"]),
            ([], [[2, 0, 0, 0], [3, 0, 0, 0]], ["03000000"]), ([], [[1, 0, 0, 0], [2, 0, 0, 0]], ["01000000"]),
            ([.copyNever], [[]], ["03000000"]),
        ] as [([AnalogOutput], [[UInt8]], [String])])
    func keepsStricterCopies(words: [AnalogOutput], exact: [[UInt8]], expected: [String]) throws {
        let outputs = exact.map {
            PlayReadyTerms.ExplicitOutput(
                kind: .analogVideo, rule: PlayReadyOutputs.analogCopyControl, configuration: $0)
        }
        let license = try license(
            KeyTerms(analogOutput: words.first, playReady: PlayReadyTerms(explicitOutputs: outputs)))
        #expect(objects(0x0008, in: license) == expected.map { "1 6fd35c2232f1ef49ba8cc91ea28e4369\($0)" })
    }

    @Test("HDCP 2.2 is not undone by an exact rule that asks for less, and of other rules each stands")
    func keepsStricterHDCP() throws {
        let lax = PlayReadyTerms.ExplicitOutput(
            kind: .digitalVideo, rule: PlayReadyOutputs.hdcpType1, configuration: [0, 0, 0, 0])
        let resolution: UInt128 = 0x9645E831_E01D_4FFF_8342_0A720E3E028F
        let sizes = [UInt8(1), 2].map {
            PlayReadyTerms.ExplicitOutput(kind: .digitalVideo, rule: resolution, configuration: [$0])
        }
        let license = try license(
            KeyTerms(hdcp: .v2_2, playReady: PlayReadyTerms(explicitOutputs: [lax] + sizes)))
        #expect(
            objects(0x0059, in: license) == [
                "1 f1c6b2ab63e62546a945972d17b231e700000001", "1 31e845961de0ff4f83420a720e3e028f01",
                "1 31e845961de0ff4f83420a720e3e028f02",
            ])
    }

    @Test("no byte of a license can be changed without its code telling")
    func protectsEverything() throws {
        let world = try PlayReadyWorld()
        let keys = try PlayReadyWorld.keys(1)
        let request = try world.player.request(header: PlayReadyWorld.header(.v4_0, keys))
        let response = try PlayReadyReceivedResponse(parsing: world.answer(request.bytes(), keys: keys))
        let license = try #require(response.licenses.first)

        for place in license.indices {
            var changed = license
            changed[place] ^= 0x40
            #expect(throws: (any Error).self, "byte \(place)") {
                try PlayReadyReceivedLicense(parsing: changed, as: world.device)
            }
        }
    }
}
