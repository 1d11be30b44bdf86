import Bytes
import Cryptography
import Licensing
import TestSupport
import Testing

@testable import DRMSystems

@Suite("Widevine refusals")
struct WidevineRefusalTests {
    private let world: WidevineWorld
    private let keyIDs = [KeyID(0xF1)]

    init() throws { world = try WidevineWorld.shared.get() }

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

    /// How a request of `device` ends, in clear and in privacy mode.
    private func refusals(
        _ device: WidevineTestDevice, by provider: WidevineProvider? = nil, at now: Timestamp = WidevineWorld.now
    ) throws -> [WidevineRefusal?] {
        try [nil, world.service.certificate].map { service in
            refusal(try WidevinePlayer(device, service: service).request(keyIDs), by: provider, at: now)
        }
    }

    private func certificate(_ change: (inout WidevineCertificate) -> Void) throws -> WidevineTestDevice {
        var certificate = try WidevineCertificate(parsing: world.device.certificate.certificate)
        change(&certificate)
        return WidevineTestDevice(
            certificate: try WidevineSignedCertificate(
                certificate, by: world.model.key, signer: world.model.certificate), key: world.device.key)
    }

    @Test("a device of a foreign root is refused, as an invalid certificate")
    func foreignRoot() throws {
        let foreign = try WidevineTestKit(rootBits: 1_024, at: WidevineWorld.now).model().device()

        #expect(try refusals(foreign) == [.untrustedDevice, .notAuthentic])
        #expect(WidevineRefusal.untrustedDevice.licenseError == .invalidDeviceCertificate)
        #expect(WidevineRefusal.notAuthentic.answer == WidevineRefusal.untrustedDevice.answer)
    }

    @Test("a root attached to a foreign chain is not believed")
    func attachedRoot() throws {
        let foreign = try WidevineTestKit(rootBits: 1_024, at: WidevineWorld.now)
        var model = try foreign.model()
        let root = WidevineCertificate(
            .root, serial: [1], createdAt: 0, publicKey: try foreign.root.publicKey.pkcs1)
        var certificate = model.certificate
        certificate.signer = try WidevineSignedCertificate(root, by: foreign.root).bytes
        model = WidevineTestModel(
            certificate: certificate, key: model.key, systemID: model.systemID, createdAt: model.createdAt)

        #expect(try refusals(model.device()) == [.untrustedDevice, .notAuthentic])
    }

    @Test("an attached root does not disturb a chain of ours")
    func attachedOwnRoot() throws {
        let root = WidevineCertificate(.root, serial: [1], createdAt: 0, publicKey: [])
        var certificate = world.model.certificate
        certificate.signer = try WidevineSignedCertificate(root, by: world.kit.root).bytes
        let model = WidevineTestModel(
            certificate: certificate, key: world.model.key, systemID: world.model.systemID, createdAt: 0)

        #expect(try refusals(model.device()) == [nil, nil])
    }

    @Test("a device that signed another device, or that the root signed itself, is no model")
    func rogues() throws {
        let leaf = try WidevineCertificate(parsing: world.device.certificate.certificate)
        let byDevice = WidevineTestDevice(
            certificate: try WidevineSignedCertificate(leaf, by: world.device.key, signer: world.device.certificate),
            key: world.device.key)
        let byRoot = WidevineTestDevice(
            certificate: try WidevineSignedCertificate(leaf, by: world.kit.root), key: world.device.key)
        let asModel = WidevineTestDevice(certificate: world.model.certificate, key: world.model.key)

        #expect(try refusals(byDevice) == [.untrustedDevice, .notAuthentic])
        #expect(try refusals(byRoot) == [.untrustedDevice, .notAuthentic])
        #expect(try refusals(asModel) == [.untrustedDevice, .notAuthentic])
    }

    @Test("a certificate of another model, without a serial number or with a curve's key is refused")
    func certificates() throws {
        #expect(try refusals(certificate { $0.systemID = 1 }) == [.untrustedDevice, .notAuthentic])
        #expect(try refusals(certificate { $0.systemID = nil }) == [.untrustedDevice, .notAuthentic])
        for count in [0, 15, 33] {
            let serial = [UInt8](repeating: 7, count: count)
            #expect(try refusals(certificate { $0.serial = serial }) == [.untrustedDevice, .notAuthentic])
        }
        #expect(try refusals(certificate { $0.serial = [UInt8](repeating: 7, count: 32) }) == [nil, nil])
        #expect(try refusals(certificate { $0.publicKey = [] }) == [.untrustedDevice, .notAuthentic])
        #expect(try refusals(certificate { $0.kind = .service }) == [.untrustedDevice, .notAuthentic])
        #expect(try refusals(certificate { $0.algorithm = 2 }) == [.unsupported(.elliptic), .notAuthentic])
        #expect(WidevineRefusal.unsupported(.elliptic).licenseError == .invalidDeviceCertificate)
    }

    @Test("certificates may be signed with any of the three digests", arguments: DigestAlgorithm.allCases)
    func digests(digest: DigestAlgorithm) throws {
        #expect(try refusals(world.kit.model(digest: digest).device()) == [nil, nil])
    }

    @Test("an expired device, or one of an expired model, is told so, and until its last second it is not")
    func expiry() throws {
        let end = WidevineWorld.now + .seconds(10)
        let device = try world.model.device(expiresAt: UInt64(end.seconds))
        let model = try world.kit.model(expiresAt: UInt64(end.seconds)).device()

        for device in [device, model] {
            #expect(try refusals(device, at: end - .seconds(1)) == [nil, nil])
            #expect(try refusals(device, at: end) == [.expiredDevice, .expiredDevice])
        }
        #expect(WidevineRefusal.expiredDevice.licenseError == .expiredDeviceCertificate)
    }

    @Test("a revoked model, device or model's certificate is told so")
    func revocation() throws {
        let device = try WidevineCertificate(parsing: world.device.certificate.certificate)
        let model = try WidevineCertificate(parsing: world.model.certificate.certificate)

        for revocations in [
            WidevineRevocations(systemIDs: [world.model.systemID]), WidevineRevocations(serials: [device.serial]),
            WidevineRevocations(serials: [model.serial]),
        ] {
            let provider = try world.provider(revoking: revocations)
            #expect(try refusals(world.device, by: provider) == [.revokedDevice, .revokedDevice])
        }
        let others = WidevineRevocations(systemIDs: [1], serials: [[1]])
        #expect(try refusals(world.device, by: world.provider(revoking: others)) == [nil, nil])
        #expect(WidevineRefusal.revokedDevice.licenseError == .revokedDeviceCertificate)
    }

    @Test("a request signed by another key is refused, also when its device has expired or was revoked")
    func badSignature() throws {
        let thief = WidevineTestDevice(certificate: world.device.certificate, key: world.model.key)
        let revoked = try world.provider(revoking: WidevineRevocations(systemIDs: [world.model.systemID]))

        #expect(try refusals(thief) == [.badSignature, .notAuthentic])
        #expect(try refusals(thief, by: revoked) == [.badSignature, .notAuthentic])
        #expect(WidevineRefusal.badSignature.answer == WidevineRefusal.notAuthentic.answer)
    }

    @Test("in privacy mode everything that can be wrong before the signature looks the same")
    func privacy() throws {
        let player = WidevinePlayer(world.device, service: world.service.certificate)
        let content = player.pssh(WidevinePSSHData(keyIDs: keyIDs, contentID: [], scheme: .cenc))
        let message = try ProtobufMessage(parsing: player.message(content))
        let encrypted = try ProtobufMessage(parsing: message.bytes(8) ?? [])

        for field: UInt32 in 2...5 {
            for place in [0, 1, -1] {
                var fields = try (1...5).map { try encrypted.bytes($0) ?? [] }
                let index = place < 0 ? fields[Int(field) - 1].count - 1 : place
                fields[Int(field) - 1][index] ^= 1
                #expect(try refusal(player.sign(replacing(8, of: message, with: fields))) == .notAuthentic)
            }
            var fields = try (1...5).map { try encrypted.bytes($0) ?? [] }
            fields[Int(field) - 1] = []
            #expect(try refusal(player.sign(replacing(8, of: message, with: fields))) == .notAuthentic)
        }
        let noDevice = try ProtobufMessage(parsing: player.encrypted([1, 2, 3], to: world.service.certificate))
        let fields = try (1...5).map { try noDevice.bytes($0) ?? [] }
        #expect(try refusal(player.sign(replacing(8, of: message, with: fields))) == .notAuthentic)
    }

    /// How many signatures are checked before the device of `body` is known, or refused.
    private func checks(
        of body: [UInt8], known: KnownSignatures = KnownSignatures()
    ) throws -> (count: Int, isRefused: Bool) {
        let signed = try WidevineSignedMessage(parsing: body)
        let request = try WidevineLicenseRequest(parsing: signed.message)
        var checks = WidevineSignatureChecks(known: known)
        let device = try? world.provider.device(signing: signed, request, at: WidevineWorld.now, counting: &checks)
        return (checks.count, device == nil)
    }

    @Test("in privacy mode a refusal takes as many checks of signatures as a license, wherever it comes from")
    func privacyCosts() throws {
        let player = WidevinePlayer(world.device, service: world.service.certificate)
        let content = player.pssh(WidevinePSSHData(keyIDs: keyIDs, contentID: [], scheme: .cenc))
        let message = try ProtobufMessage(parsing: player.message(content))
        let encrypted = try ProtobufMessage(parsing: message.bytes(8) ?? [])
        let fields = try (1...5).map { try encrypted.bytes($0) ?? [] }
        let foreign = try WidevineTestKit(rootBits: 1_024, at: WidevineWorld.now).model().device()
        let thief = WidevineTestDevice(certificate: world.device.certificate, key: world.model.key)
        let rogue = WidevineTestDevice(
            certificate: try WidevineSignedCertificate(
                WidevineCertificate(parsing: world.device.certificate.certificate), by: world.device.key,
                signer: world.model.certificate), key: world.device.key)

        // The serial number, the padding, the first block, and the sealed key.
        for (field, place) in [(2, 0), (3, fields[2].count - 1), (3, 0), (5, 9)] {
            var changed = fields
            changed[field - 1][place] ^= 1
            let checks = try checks(of: player.sign(replacing(8, of: message, with: changed)))
            #expect(checks == (3, true), "field \(field)")
        }
        for device in [foreign, thief, rogue] {
            let player = WidevinePlayer(device, service: world.service.certificate)
            #expect(try checks(of: player.request(keyIDs)) == (3, true))
            // Who asks in clear has nothing to hide, and costs no more than it takes.
            #expect(try checks(of: WidevinePlayer(foreign).request(keyIDs)) == (1, true))
        }
        // A device that comes back is known, and whoever is refused beside it waits as long as before.
        let known = KnownSignatures()
        #expect(try checks(of: player.request(keyIDs), known: known) == (3, false))
        #expect(try checks(of: player.request(keyIDs), known: known) == (1, false))
        let imposter = WidevinePlayer(thief, service: world.service.certificate)
        #expect(try checks(of: imposter.request(keyIDs), known: known) == (3, true))
    }

    private func replacing(
        _ field: UInt32, of message: ProtobufMessage, with encrypted: [[UInt8]]
    ) throws -> [UInt8] {
        var inner = ProtobufWriter()
        for (number, value) in zip(1..., encrypted) { inner.append(UInt32(number), bytes: value) }
        var fields = ProtobufWriter()
        fields.append(2, bytes: try message.bytes(2) ?? [])
        fields.append(3, integer: 1)
        fields.append(field, message: inner)
        return fields.bytes
    }

    @Test("a request with two identifications, with none, or with one of another kind is refused")
    func identifications() throws {
        let player = WidevinePlayer(world.device)
        let content = player.pssh(WidevinePSSHData(keyIDs: keyIDs, contentID: [], scheme: .cenc))
        var keybox = ProtobufWriter()
        keybox.append(1, integer: 0)
        keybox.append(2, bytes: world.device.certificate.bytes)
        var both = ProtobufWriter()
        both.append(1, bytes: world.device.identification)
        both.append(2, message: content)
        both.append(8, bytes: [])
        var (none, other) = (ProtobufWriter(), ProtobufWriter())
        none.append(2, message: content)
        other.append(1, message: keybox)
        other.append(2, message: content)

        for message in [both, none, other] {
            #expect(try refusal(player.sign(message.bytes)) == .unsupported(.clientIdentification))
        }
    }

    @Test("other versions, types of request and types of message are refused", arguments: [0, 19, 23, .max])
    func unsupported(number: UInt64) throws {
        var player = WidevinePlayer(world.device)
        let content = player.pssh(WidevinePSSHData(keyIDs: keyIDs, contentID: [], scheme: .cenc))
        player.version = number
        #expect(try refusal(player.request(content)) == .unsupported(.protocolVersion))
        player.version = 21
        #expect(try refusal(player.sign(player.message(content, kind: number))) == .unsupported(.requestType))
        #expect(refusal(WidevineSignedMessage(.license, message: []).bytes) == .unsupported(.messageType))
        #expect(refusal([0x08, 0x04]) == .unsupported(.messageType))
    }

    @Test("a request for nothing, for too much, or for keys of another length is refused")
    func contents() throws {
        let player = WidevinePlayer(world.device)
        let many = (0..<65).map { KeyID(UInt128($0)) }
        #expect(refusal(try player.request([])) == .noContent)
        #expect(refusal(try player.request(many)) == .tooManyKeyIDs(limit: 64))
        let unnamed = WidevinePSSHData(keyIDs: [], contentID: [0, 1], scheme: .cenc)
        #expect(refusal(try player.request(player.pssh(unnamed))) == .noContent)
        var webM = ProtobufWriter()
        webM.append(1, bytes: [1, 2, 3])
        guard case .malformed? = refusal(try player.request(player.content(2, webM))) else {
            Issue.record("a key ID of three bytes")
            return
        }
        #expect(refusal([UInt8](repeating: 0, count: 65_537)) == .tooLong(limit: 65_536))
        #expect(WidevineRefusal.noContent.licenseError == .serviceUnavailable)
    }

    @Test("a request cut short at any byte is refused", arguments: [false, true])
    func prefixes(isPrivate: Bool) throws {
        let player = WidevinePlayer(world.device, service: isPrivate ? world.service.certificate : nil)
        let body = try player.request(keyIDs)
        let unsigned = try WidevineSignedMessage.unsignedCount(of: body)
        for count in 0..<body.count {
            let refusal = refusal(Array(body.prefix(count)))
            // What ends before the signature's field is whole and unsigned; everything else is torn.
            let expected: WidevineRefusal = isPrivate ? .notAuthentic : .badSignature
            #expect(count == unsigned ? refusal == expected : refusal?.isMalformed == true, "\(count)")
        }
        #expect(refusal(body) == nil)
    }

    @Test("a request with any byte of its message changed is refused", arguments: [false, true])
    func mutations(isPrivate: Bool) throws {
        let player = WidevinePlayer(world.device, service: isPrivate ? world.service.certificate : nil)
        let body = try player.request(keyIDs)
        let signed = try WidevineSignedMessage(parsing: body)
        for place in signed.message.indices {
            var changed = signed
            changed.message[place] ^= UInt8(truncatingIfNeeded: 1 << (place % 8))
            #expect(refusal(changed.bytes) != nil)
        }
        for place in stride(from: 0, to: signed.signature.count, by: 5) {
            var changed = signed
            changed.signature[place] ^= 0x80
            #expect(refusal(changed.bytes) == (isPrivate ? .notAuthentic : .badSignature))
        }
    }

    @Test("each error's answer is the one that clients know", arguments: WidevineLicenseError.allCases)
    func answers(error: WidevineLicenseError) throws {
        #expect(Hex.encode(error.answer) == "08031202080" + String(error.rawValue))
    }
}

extension WidevineSignedMessage {
    /// How many bytes of a message stand before the field of its signature, the last one.
    static func unsignedCount(of body: [UInt8]) throws -> Int {
        var field = ProtobufWriter()
        field.append(3, bytes: try WidevineSignedMessage(parsing: body).signature)
        return body.count - field.bytes.count
    }
}

extension WidevineRefusal {
    var isMalformed: Bool { if case .malformed = self { true } else { false } }
}
