import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("PlayReady license")
struct PlayReadyLicenseTests {
    private func check(
        _ world: PlayReadyWorld, _ keys: [ContentKey], header: String, version: Int = 1
    ) throws -> [PlayReadyReceivedLicense] {
        let request = try world.player.request(header: header, version: version)

        let answer = try world.answer(request.bytes(), keys: keys)
        let licenses = try world.player.licenses(in: answer)

        #expect(licenses.map(\.keyID) == keys.map(\.keyID))
        #expect(licenses.map(\.contentKey) == keys.map(\.bytes))
        #expect(try PlayReadyReceivedResponse(parsing: answer).version == "\(version)")
        return licenses
    }

    @Test("a device gets exactly the key put in, from a header of each version", arguments: WRMHeader.Version.allCases)
    func answersVersions(version: WRMHeader.Version) throws {
        let world = try PlayReadyWorld()
        let keys = try PlayReadyWorld.keys(1)
        for hasChecksum in [false, true] {
            let header = try PlayReadyWorld.header(version, keys, hasChecksum: hasChecksum)
            #expect(try check(world, keys, header: header).map(\.keyKind) == [1])
        }
    }

    @Test("each protocol version is answered with its own number", arguments: 1...5)
    func repeatsProtocol(version: Int) throws {
        let keys = try PlayReadyWorld.keys(1)
        _ = try check(PlayReadyWorld(), keys, header: PlayReadyWorld.header(.v4_0, keys), version: version)
    }

    @Test("headers of many keys get a license for each, in one response", arguments: [2, 3, 64])
    func answersMany(count: Int) throws {
        let keys = try PlayReadyWorld.keys(count)
        for version in [WRMHeader.Version.v4_2, .v4_3] {
            _ = try check(PlayReadyWorld(), keys, header: PlayReadyWorld.header(version, keys))
        }
    }

    @Test("300 random keys arrive as they were put in")
    func random() throws {
        let world = try PlayReadyWorld()
        for round in 0..<30 {
            let keys = try PlayReadyWorld.keys(10)
            let header = try PlayReadyWorld.header(round % 2 == 0 ? .v4_2 : .v4_3, keys)
            _ = try check(world, keys, header: header)
        }
    }

    @Test("a key of cbcs, or a header that says AESCBC, makes a license for cipher block chaining")
    func answersCBC() throws {
        let world = try PlayReadyWorld()
        let keys = try PlayReadyWorld.keys(2)
        let chained = try PlayReadyWorld.keys(1, scheme: .cbcs)

        let said = try check(world, keys, header: PlayReadyWorld.header(.v4_3, keys, cipher: .cbc))
        let unsaid = try check(world, keys, header: PlayReadyWorld.header(.v4_3, keys, cipher: nil))
        let known = try check(world, chained, header: PlayReadyWorld.header(.v4_3, chained, cipher: nil))

        #expect(said.map(\.keyKind) == [5, 5])
        #expect(unsaid.map(\.keyKind) == [1, 1])
        #expect(known.map(\.keyKind) == [5])
    }

    @Test(
        "licenses that are not kept carry the request's nonce, each the next one; those that are, numbers of their own")
    func numbersLicenses() throws {
        let world = try PlayReadyWorld()
        let keys = try PlayReadyWorld.keys(3)
        var request = try world.player.request(header: PlayReadyWorld.header(.v4_2, keys))
        request.nonce = [UInt8](repeating: 0x11, count: 14) + [0xFF, 0xFE]
        let first = Array(request.nonce.prefix(13))

        let streamed = try world.answer(request.bytes(), keys: keys)
        let kept = try world.answer(
            request.bytes(), keys: keys, policy: LicensePolicy(terms: LicenseTerms(mayPersist: true)))

        let numbers = try world.player.licenses(in: streamed).map(\.rightsID)
        #expect(numbers == [[0x11, 0xFF, 0xFE], [0x11, 0xFF, 0xFF], [0x12, 0, 0]].map { first + $0 })
        #expect(try PlayReadyReceivedResponse(parsing: streamed).nonce == nil)
        #expect(try world.player.licenses(in: kept).allSatisfy { !$0.rightsID.starts(with: first) })
        #expect(try PlayReadyReceivedResponse(parsing: kept).nonce == request.nonce)
    }

    @Test("the request says who asks: the device's digest, its level, and what its application put in")
    func readsDevice() throws {
        let world = try PlayReadyWorld(securityLevel: 3_000)
        let keys = try PlayReadyWorld.keys(2)
        let request = try world.player.request(
            header: PlayReadyWorld.header(.v4_2, keys), customData: "a.b.c <&> é")

        let challenge = try PlayReadyChallenge(
            parsing: request.bytes(), by: world.provider, at: PlayReadyWorld.now)

        let digest = SHA256.digest(world.device.signingKey.publicPoint.bytes)
        #expect(challenge.customData == "a.b.c <&> é")
        #expect(challenge.license.device == Device(id: digest, securityLevel: 3_000))
        #expect(challenge.license.keyIDs == keys.map(\.keyID))
        #expect(challenge.license.system == .playReady && challenge.license.kind == .new)
    }

    @Test("a key is kept from a device below its level, by what its certificate says")
    func keepsLevels() throws {
        let world = try PlayReadyWorld(securityLevel: 2_000)
        let keys = try PlayReadyWorld.keys(2)
        let request = try world.player.request(header: PlayReadyWorld.header(.v4_2, keys)).bytes()
        let hardware = KeyTerms(security: SecurityFloor(playReady: .hardware))

        let some = try world.answer(
            request, keys: keys, policy: LicensePolicy(keyTerms: KeyTermsTable(byKeyID: [keys[0].keyID: hardware])))

        #expect(try world.player.keys(in: some) == [keys[1].keyID: keys[1].bytes])
        #expect(throws: LicenseRefusal.securityLevelTooLow) {
            try world.answer(request, keys: keys, policy: LicensePolicy(keyTerms: KeyTermsTable(everyKey: hardware)))
        }
    }

    @Test("a key that the header's checksum does not know is not licensed")
    func comparesChecksums() throws {
        let world = try PlayReadyWorld()
        let (keys, others) = (try PlayReadyWorld.keys(1), try PlayReadyWorld.keys(1))
        for version in WRMHeader.Version.allCases {
            let header = try PlayReadyWorld.header(version, keys, hasChecksum: true)
            let request = try world.player.request(header: header).bytes()
            #expect(throws: PlayReadyRefusal.wrongChecksum) { try world.answer(request, keys: others) }
        }
    }
}
