import Bytes
import Cryptography
import DRMSystems
import Foundation
import LicenseService
import Licensing
import LocalRegions
import Testing

@Suite("Widevine's test kit")
struct WidevineTestFilesTests {
    private let folder: TemporaryDirectory
    private let kit: URL

    init() throws {
        folder = try TemporaryDirectory(prefix: "evergrant-testkit")
        kit = folder.url.appending(path: "widevine")
    }

    private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: kit.appending(path: name))) }

    @Test("holds what a provider needs, private to its owner, and is refused where test keys are not allowed")
    func holds() throws {
        let lines = try makeWidevineTestKit(in: kit.path)

        let names = try FileManager.default.contentsOfDirectory(atPath: kit.path)
        #expect(lines.count == names.count)
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: kit.appending(path: name).path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let service = WidevineServiceFiles(
            certificate: try bytes("service-certificate.bin"), key: Secret(copying: try bytes("service-key.pem")))
        var settings = WidevineProvider.Settings(
            root: try bytes("root.der"), service: service,
            renewalSecrets: try KeyRing(parsing: bytes("renewal-secrets")), allowsTestKeys: true)
        #expect(try WidevineProvider(settings).isTest)
        settings.allowsTestKeys = false
        #expect(throws: WidevineProviderError.testKeys) { try WidevineProvider(settings) }
    }

    @Test("never writes over a folder that is there")
    func refuses() throws {
        try FileManager.default.createDirectory(at: kit, withIntermediateDirectories: false)

        #expect(throws: (any Error).self) { try makeWidevineTestKit(in: kit.path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: kit.path) == [])
    }
}
