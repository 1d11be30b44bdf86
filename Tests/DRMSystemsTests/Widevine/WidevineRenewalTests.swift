import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("Widevine renewal")
struct WidevineRenewalTests {
    private static let policy = LicensePolicy(
        licenseDuration: .seconds(600),
        terms: LicenseTerms(
            mayPersist: true,
            renewal: RenewalTerms(
                delay: .seconds(60), retryInterval: .seconds(10), recoveryDuration: .seconds(400))))

    private let world: WidevineWorld
    private let player: WidevinePlayer
    private let keys = WidevineWorld.keys(64)

    init() throws {
        world = try WidevineWorld.shared.get()
        player = WidevinePlayer(world.device)
    }

    private func license(_ term: WidevineTerm = .streaming) throws -> WidevinePlayer.License {
        let request = try player.request(keys.map(\.keyID), term)
        return try player.open(
            WidevineWorld.answer(request, by: world.provider, keys, Self.policy), to: request)
    }

    private func refusal(
        _ body: [UInt8], by provider: WidevineProvider? = nil, at now: Timestamp = WidevineWorld.now
    ) -> WidevineRefusal? {
        do throws(WidevineRefusal) {
            _ = try WidevineChallenge(parsing: body, by: provider ?? world.provider, at: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("a renewal is judged by the keys and the device of the license it names", arguments: [2, 3])
    func names(kind: UInt64) throws {
        let license = try license(.offline)

        let challenge = try WidevineChallenge(
            parsing: player.continuation(license, kind: kind), by: world.provider, at: WidevineWorld.now)

        #expect(challenge.license.kind == (kind == 2 ? .renewal : .release))
        #expect(challenge.license.keyIDs == keys.map(\.keyID))
        #expect(challenge.license.isPersistent)
        let new = try WidevineChallenge(
            parsing: player.request([KeyID(1)]), by: world.provider, at: WidevineWorld.now)
        #expect(challenge.license.device == new.license.device)
    }

    @Test("a renewal has a new duration, the next version and no keys, again and again")
    func renews() throws {
        var license = try license()
        for version in 1...3 {
            let later = WidevineWorld.now + .seconds(60 * version)
            let answer = try WidevineWorld.answer(
                player.continuation(license, kind: 2), by: world.provider, keys, Self.policy, at: later)

            license = try player.openContinuation(answer, of: license)

            #expect(license.id.version == UInt64(version))
            #expect(license.id.requestID == player.requestID)
            #expect(try license.policy.integer(6) == 600)
            #expect(try license.policy.integer(7) == 400)
            #expect(try license.fields.integer(4) == player.time + 60)
            #expect(try license.containers.map { try $0.integer(4) } == [3])
            #expect(try license.containers.first?.message(8)?.bytes(1)?.count == 16)
        }
    }

    @Test("where to renew and what a control block says is the provider's to choose, or to leave out")
    func settings() throws {
        var settings = WidevineProvider.Settings(
            root: try world.kit.root.publicKey.pkcs1, service: world.service, renewalSecrets: world.secrets,
            renewalServerURL: "https://renew.example/", allowsTestKeys: true)
        settings.keyControl = WidevineKeyControl(magic: 0x6B63_3136, bits: 0x8000_0008)
        let request = try player.request(keys.map(\.keyID))
        func answers(_ provider: WidevineProvider) throws -> [WidevinePlayer.License] {
            let new = try player.open(WidevineWorld.answer(request, by: provider, keys, Self.policy), to: request)
            let renewal = try WidevineWorld.answer(
                player.continuation(new, kind: 2), by: provider, keys, Self.policy)
            return [new, try player.openContinuation(renewal, of: new)]
        }

        for license in try answers(WidevineProvider(settings)) {
            let block = try #require(try license.containers.last?.message(8)?.bytes(1))
            #expect(Hex.encode(block).hasPrefix("6b63313600000258") && Hex.encode(block).hasSuffix("80000008"))
            #expect(try license.policy.bytes(8) == Array("https://renew.example/".utf8))
        }
        settings.keyControl = nil
        let plain = try answers(WidevineProvider(settings))
        #expect(try plain[0].containers.allSatisfy { try $0.message(8) == nil } && plain[1].containers.isEmpty)
    }

    @Test("a release is answered without any container, even when its keys are gone but one")
    func releases() throws {
        let license = try license(.offline)

        let answer = try WidevineWorld.answer(
            player.continuation(license, kind: 3), by: world.provider, Array(keys.prefix(1)))

        let released = try player.openContinuation(answer, of: license)
        #expect(released.containers.isEmpty)
        #expect(released.id.version == 1)
    }

    @Test("a server that never saw the license renews it, if it has the secret; old secrets serve old licenses")
    func anotherRegion() throws {
        let license = try license()
        let body = try player.continuation(license, kind: 2)
        let newer = try KeyRing(
            world.secrets.keys + [KeyEncryptionKey(version: 3, secret: Random.secret(32))])
        let other = try KeyRing([KeyEncryptionKey(version: 2, secret: Random.secret(32))])
        let former = try KeyRing(Array(world.secrets.keys.prefix(1)))

        let rotated = try WidevineWorld.provider(world.kit, world.service, newer)
        let answer = try WidevineWorld.answer(body, by: rotated, keys, Self.policy)

        let renewed = try player.openContinuation(answer, of: license)
        // The renewed license keeps its signing key, so its record stays under the secret that made it.
        #expect(refusal(try player.continuation(renewed, kind: 2)) == nil)
        #expect(refusal(body, by: try WidevineWorld.provider(world.kit, world.service, other)) == .unknownLicense)
        #expect(refusal(body, by: try WidevineWorld.provider(world.kit, world.service, former)) == .unknownLicense)
    }

    @Test("who does not hold the license's key renews nothing")
    func signatures() throws {
        let license = try license()
        let key = try #require(license.signingKey)
        let swapped = Array(key.suffix(32) + key.prefix(32))

        #expect(refusal(try player.continuation(license, kind: 2, key: swapped)) == .badSignature)
        #expect(
            refusal(try player.continuation(license, kind: 2, key: [UInt8](repeating: 0, count: 32))) == .badSignature)
        let unsigned = player.continuationMessage(license.idBytes, kind: 2)
        #expect(refusal(WidevineSignedMessage(.licenseRequest, message: unsigned).bytes) == .badSignature)
        #expect(WidevineRefusal.badSignature.licenseError == .invalidDeviceCertificate)
    }

    @Test("a record of another license, or an altered one, is nobody's")
    func records() throws {
        let (one, two) = (try license(), try license())
        var mixed = one.id
        mixed.sessionToken = two.id.sessionToken

        #expect(refusal(try signed(mixed, one)) == .unknownLicense)
        for place in stride(from: 0, to: one.id.sessionToken.count, by: 61) {
            var altered = one.id
            altered.sessionToken[place] ^= 1
            #expect(refusal(try signed(altered, one)) == .unknownLicense)
        }
        for count in 0..<40 {
            var cut = one.id
            cut.sessionToken.removeLast(cut.sessionToken.count - count)
            #expect(refusal(try signed(cut, one)) == .unknownLicense)
        }
        #expect(WidevineRefusal.unknownLicense.licenseError == .serviceUnavailable)
    }

    @Test("a client cannot open its own record with the key that it signs by")
    func separatesKeys() throws {
        let license = try license()
        let (token, key) = (license.id.sessionToken, try #require(license.signingKey))

        for half in [key.prefix(32), key.suffix(32)] {
            let cipher = try AES256GCM(key: Secret(copying: half))
            #expect(throws: UnsealingFailure.notAuthentic) {
                try cipher.open(
                    Array(token.dropFirst(16)), nonce: Array(token[4..<16]),
                    associatedData: Array(token.prefix(4)) + license.id.sessionID)
            }
        }
    }

    private func signed(_ id: WidevineLicenseID, _ license: WidevinePlayer.License) throws -> [UInt8] {
        let message = player.continuationMessage(id.fields.bytes, kind: 2)
        let key = Secret(copying: (license.signingKey ?? []).suffix(32))
        return WidevineSignedMessage(
            .licenseRequest, message: message, signature: try HMACSHA256(key: key).code(for: message)
        ).bytes
    }

    @Test("a device that was revoked since then renews nothing, and neither does one that comes after a month")
    func changes() throws {
        let body = try player.continuation(license(), kind: 2)
        let device = try WidevineCertificate(parsing: world.device.certificate.certificate)
        let model = try WidevineCertificate(parsing: world.model.certificate.certificate)

        for revocations in [
            WidevineRevocations(systemIDs: [world.model.systemID]), WidevineRevocations(serials: [device.serial]),
            WidevineRevocations(serials: [model.serial]),
        ] {
            #expect(refusal(body, by: try world.provider(revoking: revocations)) == .revokedDevice)
        }
        let end = WidevineWorld.now + .seconds(600)
        #expect(refusal(body, at: end + .seconds(30 * 86_400)) == nil)
        #expect(refusal(body, at: end + .seconds(30 * 86_400 + 1)) == .unknownLicense)
    }

    @Test("a device renews nothing once its certificate or its model's has ended, and may still give back")
    func expiry() throws {
        let end = WidevineWorld.now + .seconds(60)
        let devices = [
            try world.model.device(expiresAt: UInt64(end.seconds)),
            try world.kit.model(expiresAt: UInt64(end.seconds)).device(),
        ]
        for device in devices {
            let player = WidevinePlayer(device)
            let request = try player.request(keys.map(\.keyID), .offline)
            let license = try player.open(
                WidevineWorld.answer(request, by: world.provider, keys, Self.policy), to: request)
            let renewal = try player.continuation(license, kind: 2)
            let renewed = try player.openContinuation(
                WidevineWorld.answer(renewal, by: world.provider, keys, Self.policy), of: license)

            #expect(refusal(renewal, at: end - .seconds(1)) == nil)
            #expect(refusal(renewal, at: end) == .expiredDevice)
            #expect(refusal(try player.continuation(renewed, kind: 2), at: end) == .expiredDevice)
            #expect(refusal(try player.continuation(license, kind: 3), at: end) == nil)
        }
    }

    @Test("what the policy no longer offers is not renewed: renewal itself, or any one of the keys")
    func policies() throws {
        let body = try player.continuation(license(), kind: 2)

        #expect(throws: WidevineRefusal.notRenewable) {
            try WidevineWorld.answer(body, by: world.provider, keys, .unlimited)
        }
        #expect(throws: WidevineRefusal.notRenewable) {
            try WidevineWorld.answer(body, by: world.provider, Array(keys.dropLast()), Self.policy)
        }
    }

    @Test("a renewal cut short at any byte is refused")
    func prefixes() throws {
        let body = try player.continuation(license(), kind: 2)
        let unsigned = try WidevineSignedMessage.unsignedCount(of: body)
        for count in 0..<body.count {
            let refusal = refusal(Array(body.prefix(count)))
            #expect(count == unsigned ? refusal == .badSignature : refusal?.isMalformed == true, "\(count)")
        }
    }

    @Test("a version that cannot be counted on stays where it is")
    func versionEnds() throws {
        let license = try license()
        var id = license.id
        id.version = .max

        let answer = try WidevineWorld.answer(signed(id, license), by: world.provider, keys, Self.policy)

        #expect(try player.openContinuation(answer, of: license).id.version == .max)
    }
}
