import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("Widevine provider")
struct WidevineProviderTests {
    private let world: WidevineWorld

    init() throws { world = try WidevineWorld.shared.get() }

    private func failure(_ change: (inout WidevineProvider.Settings) throws -> Void) throws -> WidevineProviderError? {
        var settings = WidevineProvider.Settings(
            root: try world.kit.root.publicKey.pkcs1, service: world.service, renewalSecrets: world.secrets,
            allowsTestKeys: true)
        try change(&settings)
        do throws(WidevineProviderError) {
            _ = try WidevineProvider(settings)
            return nil
        } catch {
            return error
        }
    }

    @Test("the service certificate is answered as it was configured")
    func serviceCertificate() throws {
        let answer = try WidevineSignedMessage(parsing: world.provider.serviceCertificateAnswer)

        #expect(answer.kind == .serviceCertificate)
        #expect(answer.message == world.service.certificate)
        #expect(world.provider.serviceCertificateDigest == SHA256.digest(world.service.certificate))
        #expect(WidevineProvider.asksForServiceCertificate([8, 4]))
        #expect(!WidevineProvider.asksForServiceCertificate([8, 1]))
        #expect(!WidevineProvider.asksForServiceCertificate([]))
    }

    @Test("keys of the test kit are refused unless they are expected, and are known by each of their marks")
    func testKeys() throws {
        let (plain, settings) = (try RSAPrivateKey.generate(bits: 1_024), world.service)
        let unmarked = WidevineTestKit(root: plain, at: WidevineWorld.now)

        #expect(try failure { $0.allowsTestKeys = false } == .testKeys)
        #expect(try failure { _ in } == nil)
        #expect(world.provider.isTest)
        // A certificate of the kit gives itself away under whatever root.
        #expect(
            try failure {
                $0.root = try plain.publicKey.pkcs1
                $0.service = try unmarked.service()
                $0.allowsTestKeys = false
            } == .testKeys)
        // And so does the root over a certificate with another serial number.
        var certificate = try WidevineCertificate(
            parsing: WidevineSignedCertificate(parsing: settings.certificate).certificate)
        certificate.serial = [UInt8](1...16)
        let renamed = try WidevineSignedCertificate(certificate, by: world.kit.root).bytes
        #expect(
            try failure {
                $0.service.certificate = renamed
                $0.allowsTestKeys = false
            } == .testKeys)
    }

    @Test("keys that nobody marked are no test keys")
    func realKeys() throws {
        let (root, key) = (try RSAPrivateKey.generate(bits: 1_024), try RSAPrivateKey.generate(bits: 1_024))
        let certificate = WidevineCertificate(
            .service, serial: [UInt8](1...16), createdAt: 0, publicKey: try key.publicKey.pkcs1, providerID: [1])
        let files = WidevineServiceFiles(
            certificate: try WidevineSignedCertificate(certificate, by: root).bytes, key: try key.pkcs1)

        let provider = try WidevineProvider(
            .init(
                root: root.publicKey.pkcs1, service: files, renewalSecrets: world.secrets, allowsTestKeys: false))

        #expect(!provider.isTest)
        #expect(provider.serviceCertificateEndsAt == nil)
    }

    @Test("what does not fit together is refused, with the reason")
    func mistakes() throws {
        let other = try WidevineTestKit(rootBits: 1_024, at: WidevineWorld.now)
        let others = try other.service()

        #expect(try failure { $0.root = try other.root.publicKey.pkcs1 } == .notSignedByRoot)
        #expect(try failure { $0.service.certificate = others.certificate } == .notSignedByRoot)
        #expect(try failure { $0.service.key = others.key } == .foreignKey)
        #expect(try failure { $0.formerServices = [others] } == .notSignedByRoot)
        #expect(try failure { $0.service.certificate = world.device.certificate.bytes } == .notAServiceCertificate)
        guard case .unreadableRoot? = try failure({ $0.root = [] }),
            case .unreadableKey? = try failure({ $0.service.key = Secret(copying: [1]) }),
            case .unreadableCertificate? = try failure({ $0.service.certificate = [0] })
        else {
            Issue.record("something unreadable was read")
            return
        }
    }

    @Test("a service certificate without a serial number or a provider is none", arguments: [true, false])
    func incomplete(hasSerial: Bool) throws {
        var certificate = try WidevineCertificate(
            parsing: WidevineSignedCertificate(parsing: world.service.certificate).certificate)
        if hasSerial { certificate.providerID = [] } else { certificate.serial = [] }
        let signed = try WidevineSignedCertificate(certificate, by: world.kit.root).bytes

        #expect(try failure { $0.service.certificate = signed } == .notAServiceCertificate)
    }

    @Test("a client that still has the former service certificate is understood")
    func formerServices() throws {
        let former = try world.kit.service()
        let provider = try WidevineProvider(
            .init(
                root: world.kit.root.publicKey.pkcs1, service: world.service, formerServices: [former],
                renewalSecrets: world.secrets, allowsTestKeys: true))
        let keys = WidevineWorld.keys(1)
        let player = WidevinePlayer(world.device, service: former.certificate)
        let request = try player.request([keys[0].keyID])

        let answer = try WidevineWorld.answer(request, by: provider, keys)

        #expect(try player.open(answer, to: request).keys.count == 1)
        #expect(throws: WidevineRefusal.notAuthentic) { try WidevineWorld.answer(request, by: world.provider, keys) }
    }

    @Test(
        "a device file has the head, the lengths and the parts of its format",
        arguments: WidevineTestDevice.Kind.allCases)
    func deviceFiles(kind: WidevineTestDevice.Kind) throws {
        let file = try world.device.file(kind).withBytes { [UInt8](copying: $0) }
        let keyLength = Int(file[7]) << 8 | Int(file[8])
        let key = Array(file[9..<9 + keyLength])
        let rest = Array(file[(9 + keyLength)...])

        #expect(Array(file.prefix(4)) == Array("WVD".utf8) + [2])
        #expect(file[4] == kind.rawValue)
        #expect(try RSAPrivateKey(pkcs1: Secret(copying: key)).publicKey.pkcs1 == world.device.key.publicKey.pkcs1)
        #expect(Int(rest[0]) << 8 | Int(rest[1]) == rest.count - 2)
        #expect(Array(rest.dropFirst(2)) == world.device.identification)
    }
}
