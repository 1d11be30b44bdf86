import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("Widevine license")
struct WidevineLicenseTests {
    private let world: WidevineWorld

    init() throws { world = try WidevineWorld.shared.get() }

    private func player(_ isPrivate: Bool = false) -> WidevinePlayer {
        WidevinePlayer(world.device, service: isPrivate ? world.service.certificate : nil)
    }

    private func clear(_ keys: [ContentKey]) -> [KeyID: [UInt8]] {
        Dictionary(uniqueKeysWithValues: keys.map { ($0.keyID, $0.key.withBytes { [UInt8](copying: $0) }) })
    }

    @Test(
        "a player gets exactly the keys put in, in clear and in privacy mode", arguments: [1, 2, 63, 64], [false, true])
    func gives(count: Int, isPrivate: Bool) throws {
        let keys = WidevineWorld.keys(count)
        let player = player(isPrivate)
        let request = try player.request(keys.map(\.keyID))

        let answer = try WidevineWorld.answer(request, by: world.provider, keys)

        #expect(try player.open(answer, to: request).keys == clear(keys))
    }

    @Test("a key that the token or the store keeps back is not there, and one that nobody asked for neither")
    func givesWhatIsGranted() throws {
        let keys = WidevineWorld.keys(4)
        let request = try player().request(keys.prefix(3).map(\.keyID))

        let answer = try WidevineWorld.answer(request, by: world.provider, Array(keys.suffix(3)))

        #expect(try player().open(answer, to: request).keys == clear(Array(keys[1...2])))
    }

    @Test("protocol versions 2.0 to 2.2 are answered, and a request without one", arguments: [20, 21, 22])
    func versions(version: UInt64) throws {
        let keys = WidevineWorld.keys(1)
        var player = player()
        player.version = version
        let request = try player.request([keys[0].keyID])

        #expect(
            try player.open(WidevineWorld.answer(request, by: world.provider, keys), to: request).keys == clear(keys))
    }

    @Test("the request's ID comes back as it was, of either type of device", arguments: [16, 32, 0, 256])
    func requestIDs(count: Int) throws {
        let keys = WidevineWorld.keys(1)
        var player = player()
        player.requestID = [UInt8](repeating: 0xFE, count: count)
        let request = try player.request([keys[0].keyID])

        let license = try player.open(WidevineWorld.answer(request, by: world.provider, keys), to: request)

        #expect(license.id.requestID == player.requestID)
        #expect(license.id.sessionID.count == 16)
        #expect(license.id.version == 0)
    }

    @Test("no two answers share a session, a session key or a vector")
    func freshness() throws {
        let keys = WidevineWorld.keys(2)
        let request = try player().request(keys.map(\.keyID))

        let answers = try (0..<8).map { _ in try WidevineWorld.answer(request, by: world.provider, keys) }

        let licenses = try answers.map { try player().open($0, to: request) }
        #expect(Set(licenses.map(\.id.sessionID)).count == 8)
        #expect(Set(try answers.map { try WidevineSignedMessage(parsing: $0).sessionKey }).count == 8)
        #expect(Set(try licenses.flatMap { try $0.containers.map { try $0.bytes(2) } }).count == 16)
    }

    @Test("content may be named by boxes, by a WebM key ID, or by its own name")
    func contentIDs() throws {
        let keys = WidevineWorld.keys(2)
        let player = player()
        let data = WidevinePSSHData(keyIDs: keys.map(\.keyID), contentID: [9], scheme: .cbcs)
        let boxes = PSSHBox(commonWith: [KeyID(1)]).bytes + PSSHBox(data).bytes
        var initData = ProtobufWriter()
        initData.append(1, integer: 1)
        initData.append(2, bytes: boxes)
        var webM = ProtobufWriter()
        webM.append(1, bytes: keys[0].keyID.bytes)
        let named = WidevinePSSHData(keyIDs: [], contentID: Array("movie-1".utf8), scheme: .cenc)

        let challenges = try [player.content(4, initData), player.content(2, webM), player.pssh(named)].map {
            try WidevineChallenge(parsing: player.request($0), by: world.provider, at: WidevineWorld.now).license
        }

        #expect(challenges[0].keyIDs == keys.map(\.keyID))
        #expect(challenges[1].keyIDs == [keys[0].keyID])
        #expect(challenges[2].keyIDs == [])
        #expect(challenges.map(\.content) == [nil, nil, try ContentName("movie-1")])
        #expect(challenges.allSatisfy { $0.system == .widevine && $0.kind == .new && $0.device?.id.count == 16 })
    }

    @Test("initialization data of WebM are a key ID, and of no other type anything")
    func initializationData() throws {
        let player = player()
        func request(_ type: UInt64, _ bytes: [UInt8]) throws -> [UInt8] {
            var fields = ProtobufWriter()
            fields.append(1, integer: type)
            fields.append(2, bytes: bytes)
            return try player.request(player.content(4, fields))
        }
        let keyID = KeyID(0xF1)

        let challenge = try WidevineChallenge(
            parsing: request(2, keyID.bytes), by: world.provider, at: WidevineWorld.now)

        #expect(challenge.license.keyIDs == [keyID])
        for (type, bytes) in [(2, keyID.bytes + [0]), (2, []), (1, keyID.bytes), (3, keyID.bytes), (0, keyID.bytes)] {
            #expect(throws: WidevineRefusal.self) {
                try WidevineChallenge(parsing: request(UInt64(type), bytes), by: world.provider, at: WidevineWorld.now)
            }
        }
        let others = PSSHBox(commonWith: [keyID]).bytes
        #expect(throws: WidevineRefusal.self) {
            try WidevineChallenge(parsing: request(1, others), by: world.provider, at: WidevineWorld.now)
        }
    }

    @Test("a key that is named twice is given once, and counts once")
    func namesTwice() throws {
        let keys = WidevineWorld.keys(64)
        let player = player()
        // A box of version 1 lists its keys in the head and in the payload.
        let payload = WidevinePSSHData(keyIDs: keys.map(\.keyID), contentID: [], scheme: .cenc).bytes
        var box: [UInt8] = []
        box.append(bigEndian: UInt32(28 + 4 + 16 * keys.count + 4 + payload.count))
        box += Array("pssh".utf8) + [1, 0, 0, 0]
        box.append(bigEndian: PSSHBox.widevineSystem)
        box.append(bigEndian: UInt32(keys.count))
        for key in keys { box += key.keyID.bytes }
        box.append(bigEndian: UInt32(payload.count))
        var initData = ProtobufWriter()
        initData.append(2, bytes: box + payload)
        let request = try player.request(player.content(4, initData))

        let license = try player.open(WidevineWorld.answer(request, by: world.provider, keys), to: request)

        #expect(license.containers.count == 64)
        #expect(license.keys == clear(keys))
    }

    @Test(
        "the scheme is the content's own: as the request says it, else as the key has it",
        arguments: [EncryptionScheme.cenc, .cbcs])
    func schemes(scheme: EncryptionScheme) throws {
        let keys = WidevineWorld.keys(1)
        let player = player()
        let request = try player.request(
            player.pssh(WidevinePSSHData(keyIDs: [keys[0].keyID], contentID: [], scheme: scheme)))

        let license = try player.open(WidevineWorld.answer(request, by: world.provider, keys), to: request)

        #expect(try license.fields.integer(7) == UInt64(scheme.fourCharacterCode))
    }

    @Test("the policy's durations and permissions stand in the license, and no limit is never written as none")
    func policies() throws {
        let keys = WidevineWorld.keys(1)
        let renewal = RenewalTerms(delay: .seconds(60), retryInterval: .seconds(10), recoveryDuration: .zero)
        let policy = LicensePolicy(
            licenseDuration: .seconds(130),
            terms: LicenseTerms(
                rentalDuration: .zero, playbackDuration: .seconds(7), mayPersist: true, renewal: renewal))
        let request = try player().request([keys[0].keyID], .offline)

        let license = try player().open(WidevineWorld.answer(request, by: world.provider, keys, policy), to: request)

        let numbers = try (1...10).map { try license.policy.integer($0) }
        #expect(numbers == [1, 1, 1, 1, 7, 130, 1, nil, 60, 10])
        #expect(try license.fields.integer(4) == 1_800_000_007)
        #expect(license.id.term == .offline)
        #expect(license.signingKey?.count == 64)
    }

    @Test("a license is to be renewed whether or not it is kept, and lives as long as it was given")
    func renewals() throws {
        let keys = WidevineWorld.keys(1)
        let renewal = RenewalTerms(delay: .seconds(60), retryInterval: .seconds(10), recoveryDuration: .seconds(30))
        for mayPersist in [true, false] {
            let policy = LicensePolicy(
                licenseDuration: .seconds(3_600), terms: LicenseTerms(mayPersist: mayPersist, renewal: renewal))
            let request = try player().request([keys[0].keyID], .offline)
            let license = try player().open(
                WidevineWorld.answer(request, by: world.provider, keys, policy), to: request)
            let numbers = try [2, 3, 6, 7, 9, 10].map { try license.policy.integer($0) }
            #expect(numbers == [mayPersist ? 1 : 0, 1, 3_600, 30, 60, 10])
        }
    }

    @Test(
        "a device keeps a license only when it asked for that and the policy lets it",
        arguments: [WidevineTerm.streaming, .offline, .automatic], [nil, false, true])
    func persistence(term: WidevineTerm, mayPersist: Bool?) throws {
        let keys = WidevineWorld.keys(1)
        let policy = LicensePolicy(terms: LicenseTerms(mayPersist: mayPersist))
        let request = try player().request([keys[0].keyID], term)

        let license = try player().open(WidevineWorld.answer(request, by: world.provider, keys, policy), to: request)

        let isKept = term != .streaming && mayPersist == true
        #expect(license.id.term == (isKept ? .offline : .streaming))
        #expect(try license.policy.integer(2) == (isKept ? 1 : 0))
        #expect((license.signingKey != nil) == isKept)
        #expect(license.id.sessionToken.isEmpty == !isKept)
    }

    @Test("each key has its own level, output protection and label")
    func keyTerms() throws {
        let keys = WidevineWorld.keys(3)
        let table = KeyTermsTable(
            everyKey: KeyTerms(),
            byTrack: [
                .sd: KeyTerms(
                    security: SecurityFloor(widevine: .hardwareAll), hdcp: .v2_2, analogOutput: .forbidden),
                .hd: KeyTerms(hdcp: .noDigitalOutput, analogOutput: .copyOnce),
            ])
        let request = try player().request(keys.map(\.keyID))

        let license = try player().open(
            WidevineWorld.answer(request, by: world.provider, keys, LicensePolicy(keyTerms: table)), to: request)

        #expect(try license.containers.map { try $0.integer(5) } == [1, 5, 1])
        let protections = try license.containers.map { try $0.message(6) }
        #expect(protections[0] == nil)
        #expect(try [1, 2, 4].map { try protections[1]?.integer($0) } == [4, 3, 1])
        #expect(try [1, 2, 4].map { try protections[2]?.integer($0) } == [255, 2, nil])
        let labels = try license.containers.map { String(decoding: try $0.bytes(12) ?? [], as: UTF8.self) }
        #expect(labels == ["AUDIO", "SD", "HD"])
    }

    @Test("each version of HDCP has its number", arguments: zip(HDCPVersion.allCases, [1, 2, 3, 4, 5, 255]))
    func hdcp(version: HDCPVersion, number: UInt64) throws {
        #expect(try protection(KeyTerms(hdcp: version)) == [number, nil, nil])
    }

    @Test(
        "analog outputs become CGMS-A, and none at all is written as such too",
        arguments: zip(AnalogOutput.allCases, [[nil, 0, nil], [nil, 2, nil], [nil, 3, nil], [nil, 3, 1]]))
    func analog(output: AnalogOutput, numbers: [UInt64?]) throws {
        #expect(try protection(KeyTerms(analogOutput: output)) == numbers)
    }

    /// The fields 1, 2 and 4 of the protection that a key under `terms` requires.
    private func protection(_ terms: KeyTerms) throws -> [UInt64?] {
        let keys = WidevineWorld.keys(1)
        let request = try player().request([keys[0].keyID])
        let policy = LicensePolicy(keyTerms: KeyTermsTable(everyKey: terms))
        let license = try player().open(WidevineWorld.answer(request, by: world.provider, keys, policy), to: request)
        let fields = try #require(try license.containers.first?.message(6))
        return try [1, 2, 4].map { try fields.integer($0) }
    }

    @Test("the control block repeats the request's nonce and the duration")
    func keyControl() throws {
        let keys = WidevineWorld.keys(1)
        let request = try player().request([keys[0].keyID])

        let policy = LicensePolicy(licenseDuration: .seconds(130))
        let license = try player().open(WidevineWorld.answer(request, by: world.provider, keys, policy), to: request)

        let block = try license.containers.first?.message(8)?.bytes(1) ?? []
        #expect(Hex.encode(block) == "6b63746c" + "00000082" + "85461e72" + "00000000")
    }

    @Test(
        "older clients write the nonce as decimal text, and what is no number counts as none",
        arguments: [("2235965042", "85461e72"), ("4294967296", "00000000"), ("-1", "00000000"), ("", "00000000")])
    func olderNonce(text: String, hex: String) throws {
        let keys = WidevineWorld.keys(1)
        let content = player().pssh(WidevinePSSHData(keyIDs: [keys[0].keyID], contentID: [], scheme: .cenc))
        var message = ProtobufWriter()
        message.append(1, bytes: world.device.identification)
        message.append(2, message: content)
        message.append(5, bytes: Array(text.utf8))
        let request = try player().sign(message.bytes)

        let license = try player().open(WidevineWorld.answer(request, by: world.provider, keys), to: request)

        let block = try license.containers.first?.message(8)?.bytes(1) ?? []
        #expect(Hex.encode(block.dropFirst(8).prefix(4)) == hex)
    }

    @Test(
        "a license starts by the clock of a client that has one, and else by the server's",
        arguments: [0, 1_700_000_000])
    func startTime(time: UInt64) throws {
        let keys = WidevineWorld.keys(1)
        var player = player()
        player.time = time
        let request = try player.request([keys[0].keyID])

        let license = try player.open(WidevineWorld.answer(request, by: world.provider, keys), to: request)

        #expect(try license.fields.integer(4) == (time == 0 ? UInt64(WidevineWorld.now.seconds) : time))
    }

    @Test("a device that names a key to encrypt to gets its session key under that one")
    func encryptionKey() throws {
        let keys = WidevineWorld.keys(1)
        let other = try RSAPrivateKey.generate(bits: 1_024)
        var certificate = try WidevineCertificate(parsing: world.device.certificate.certificate)
        certificate.encryptionKey = try other.publicKey.pkcs1
        var player = player()
        player.device.certificate = try WidevineSignedCertificate(
            certificate, by: world.model.key, signer: world.model.certificate)
        let request = try player.request([keys[0].keyID])

        let answer = try WidevineWorld.answer(request, by: world.provider, keys)

        player.device.key = other
        #expect(try player.open(answer, to: request).keys == clear(keys))
    }

    @Test("keys are derived as the prototype did that real clients understood")
    func derivation() throws {
        let keys = try WidevineSessionKeys(
            sessionKey: Secret(copying: [UInt8](0..<16)), message: Array("request bytes as received".utf8))

        let text = [keys.encryption, keys.serverMAC, keys.clientMAC].map { key in
            key.withBytes { Hex.encode([UInt8](copying: $0)) }
        }
        #expect(
            text == [
                "0e988564a68070b15069856b95c83ce1",
                "cc162aa25a24bfa4af532694c276ba4c3d47254f4e1db4e0a50f1ac9ff40787c",
                "f6ef25744ad417b7b9a659d6e7a6f6558e52296dd0edb25ab51f1b26cda6393f",
            ])
    }
}
