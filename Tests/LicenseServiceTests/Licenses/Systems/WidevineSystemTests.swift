import Bytes
import Cryptography
import DRMSystems
import Foundation
import HTTPServer
import HTTPWire
import Licensing
import LocalRegions
import Reactor
import TestSupport
import Testing

@testable import LicenseService

@Suite("Widevine over HTTP")
struct WidevineSystemTests {
    /// The files that an operator would have, of a test kit; made once, for RSA keys take long to make.
    private struct Kit: Sendable {
        static let shared = Result { try Kit() }

        let folder = Result { try TemporaryDirectory() }
        let device: WidevineTestDevice
        let model: WidevineTestModel
        let service: WidevineServiceFiles

        private init() throws {
            let kit = try WidevineTestKit(rootBits: 2_048, at: Samples.now)
            (model, service) = (try kit.model(), try kit.service())
            device = try model.device()
            try write(try kit.root.publicKey.pkcs1, "root")
            try write(service.certificate, "certificate")
            try write(service.key.withBytes { [UInt8](copying: $0) }, "key")
            try write(Array("1:\(Base64.standard.encode(try Random.bytes(32)))\n".utf8), "secrets")
        }

        func path(_ name: String) throws -> String { try folder.get().url.appending(path: name).path }

        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: try path(name)))
        }

        /// The whole configuration, with some lines more in the section.
        func settings(
            _ more: String = "", allowsTest: Bool = true, renewingBy secrets: String = "secrets"
        ) throws -> Configuration {
            let text = """
                region: tokyo
                database: { host: db }
                keyEncryptionKeyFile: k
                drm:
                  allowTestMaterial: \(allowsTest)
                  widevine:
                    rootFile: \(try path("root"))
                    serviceCertificateFile: \(try path("certificate"))
                    serviceKeyFile: \(try path("key"))
                    renewalSecretFile: \(try path(secrets))
                \(more)
                """
            return try Configuration(text: text, environment: [:], processorCount: 4)
        }

        func providers(
            _ more: String = "", allowsTest: Bool = true, renewingBy secrets: String = "secrets"
        ) throws -> SystemProviders {
            try SystemProviders.read(
                settings(more, allowsTest: allowsTest, renewingBy: secrets), environment: [:])
        }
    }

    private func system() throws -> WidevineSystem {
        WidevineSystem(provider: try #require(try Kit.shared.get().providers().widevine).provider)
    }

    private struct Answer: Sendable {
        let status: Int
        let type: String
        let bytes: [UInt8]
    }

    private func answer(
        to body: [UInt8], by system: WidevineSystem, content: String? = "movie-1"
    ) async throws -> Answer {
        try await EventLoop.running { loop in
            let world = try EndpointWorld(system, .widevine, on: loop)
            let fields = try content.map { ["authorization: Bearer \(try EndpointToken.make(content: $0, on: loop))"] }
            let request = try Samples.request("/v1/licenses/widevine", fields ?? [], bytes: body)
            let response = try await world.answer(to: request, on: loop)
            return Answer(
                status: response.head.status, type: response.field("content-type") ?? "", bytes: response.bytes)
        }
    }

    @Test("a player gets exactly the key that was put in, in clear and in privacy mode", arguments: [false, true])
    func licenses(isPrivate: Bool) async throws {
        let kit = try Kit.shared.get()
        let player = WidevinePlayer(kit.device, service: isPrivate ? kit.service.certificate : nil)
        let challenge = try player.request([Samples.keyID])

        let answer = try await answer(to: challenge, by: system())

        #expect(answer.status == 200)
        #expect(answer.type == "application/octet-stream")
        #expect(try player.open(answer.bytes, to: challenge).keys == [Samples.keyID: Samples.keyBytes])
    }

    @Test("the service certificate is had without a token, in a message and as a file")
    func givesCertificate() async throws {
        let kit = try Kit.shared.get()
        let answer = try await answer(to: [0x08, 0x04], by: system(), content: nil)

        let message = try WidevineSignedMessage(parsing: answer.bytes)
        #expect(answer.status == 200)
        #expect(message.message == kit.service.certificate)
        #expect(try kit.providers().widevine?.certificate == kit.service.certificate)
    }

    @Test("a device that is refused hears one of Widevine's numbers, with a status that says whose fault it is")
    func refusesDevices() async throws {
        let kit = try Kit.shared.get()
        let foreign = try WidevineTestKit(rootBits: 2_048, at: Samples.now).model().device()
        let stranger = try WidevinePlayer(foreign).request([Samples.keyID])

        let refused = try await answer(to: stranger, by: system())
        let malformed = try await answer(to: Array("{}".utf8), by: system())
        let revoking = try kit.providers("    revocationsFile: \(try revocations("system \(kit.model.systemID)"))")
        let revoked = try await answer(
            to: try WidevinePlayer(kit.device).request([Samples.keyID]),
            by: WidevineSystem(provider: try #require(revoking.widevine).provider))

        #expect(refused.status == 403)
        #expect(refused.bytes == WidevineLicenseError.invalidDeviceCertificate.answer)
        #expect(malformed.status == 400)
        #expect(malformed.bytes == WidevineLicenseError.serviceUnavailable.answer)
        #expect(revoked.status == 403)
        #expect(revoked.bytes == WidevineLicenseError.revokedDeviceCertificate.answer)
    }

    private func revocations(_ text: String) throws -> String {
        let kit = try Kit.shared.get()
        let name = "list-\(UInt32.random(in: .min ... .max))"
        try kit.write(Array("# A remark.\n\n\(text)  # why\n".utf8), name)
        return try kit.path(name)
    }

    @Test(
        "a list that cannot be read refuses the whole configuration",
        arguments: ["system x", "serial", "device 1", "serial 0g"])
    func refusesList(text: String) throws {
        let list = try revocations(text)

        #expect {
            try Kit.shared.get().providers("    revocationsFile: \(list)")
        } throws: { error in
            "\(error)".contains("drm.widevine.revocationsFile") && "\(error)".contains("line 3")
        }
    }

    @Test("what the test kit made is refused unless the configuration allows it, and then it shows")
    func refusesTestMaterial() throws {
        let kit = try Kit.shared.get()

        #expect(throws: (any Error).self) { try kit.providers(allowsTest: false) }
        #expect(try kit.providers().testMaterial == [.widevine])
        #expect(try SystemProviders.read(SmallestConfiguration.read, environment: [:]).testMaterial == [])
    }

    @Test("regions compare the certificate, and whose devices are let in")
    func hasParity() throws {
        let (kit, list) = (try Kit.shared.get(), try revocations("system 1"))
        let (one, other) = (try kit.providers().parity, try kit.providers("    revocationsFile: \(list)").parity)

        #expect(one == (try kit.providers().parity))
        #expect(one[.widevineServiceCertificate] != nil)
        #expect(differences(one, other) == [.widevineTrust])
    }

    @Test("regions compare what licenses are renewed by, of the same version too, and tell nobody what it is")
    func comparesRenewalSecrets() throws {
        let kit = try Kit.shared.get()
        let secret = [UInt8](repeating: 7, count: 32)
        try kit.write(Array("1:\(Base64.standard.encode(secret))\n".utf8), "other-secrets")
        let one = try kit.providers().parity
        let other = try kit.providers(renewingBy: "other-secrets").parity

        #expect(differences(one, other) == [.widevineRenewalSecrets])
        let word = try #require(other[.widevineRenewalSecrets])
        #expect(word.hasSuffix(" 1"))
        #expect(!word.contains(Parity.digest(of: secret)))
    }

    @Test("regions compare the certificates that players may hold from before, and where players renew")
    func comparesFormerServices() throws {
        let kit = try Kit.shared.get()
        let former = "[{ certificateFile: \(try kit.path("certificate")), keyFile: \(try kit.path("key")) }]"
        let one = try kit.providers().parity
        let other = try kit.providers("    formerServices: \(former)\n    renewalURL: https://a.example/").parity

        #expect(differences(one, other) == [.widevineFormerCertificates, .widevineRenewalURL])
    }

    private func differences(_ one: [Parity.Fact: String], _ other: [Parity.Fact: String]) -> [Parity.Fact] {
        Parity(one).differences(from: Parity(other))
    }
}

enum SmallestConfiguration {
    static var read: Configuration {
        get throws {
            try Configuration(
                text: "region: tokyo\ndatabase: {host: db}\nkeyEncryptionKeyFile: k", environment: [:],
                processorCount: 1)
        }
    }
}
