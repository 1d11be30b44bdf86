import Bytes
import Cryptography
import DRMSystems
import Foundation
import LicenseService
import LocalRegions
import Testing

@Suite("PlayReady's test kit")
struct PlayReadyTestFilesTests {
    private let folder: TemporaryDirectory
    private let kit: URL

    init() throws {
        folder = try TemporaryDirectory(prefix: "evergrant-testkit")
        kit = folder.url.appending(path: "playready")
    }

    private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: kit.appending(path: name))) }

    private func key(_ name: String, _ count: Int) throws -> [UInt8] {
        let file = try bytes(name)
        return try #require(PlayReadyKeyFile.bytes(in: file, count: count))
    }

    @Test("holds what a provider needs, private to its owner, and is refused where test keys are not allowed")
    func holds() throws {
        let lines = try makePlayReadyTestKit(in: kit.path)

        let names = try FileManager.default.contentsOfDirectory(atPath: kit.path)
        #expect(lines.count == names.count)
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(atPath: kit.appending(path: name).path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        var settings = PlayReadyProvider.Settings(
            root: try key("root-key.txt", 64), serverKey: Secret(copying: try key("server-key.txt", 32)),
            signerKey: Secret(copying: try key("signer-key.txt", 32)), signerChain: try bytes("signer-chain.bin"),
            allowsTestKeys: true)
        #expect(try PlayReadyProvider(settings).isTest)
        settings.allowsTestKeys = false
        #expect(throws: PlayReadyProviderFailure.testKeys) { try PlayReadyProvider(settings) }
    }

    @Test("the root's private key makes further devices and expired ones, which the kit's server tells apart")
    func makesDevices() throws {
        _ = try makePlayReadyTestKit(in: kit.path)
        let root = try P256PrivateKey(Secret(copying: try key("root-private-key.txt", 32)))
        #expect(try root.publicPoint.bytes == key("root-key.txt", 64))
        let maker = try PlayReadyTestKit(root: root)
        let trust = BCertTrust(root: root.publicPoint, allowsTestKeys: true)
        let now = Timestamp(seconds: 1_800_000_000)

        try maker.device().chain.check(trust, at: now)
        #expect(throws: BCertFailure.untrusted) {
            try maker.device(expiration: UInt32(now.seconds) - 1).chain.check(trust, at: now)
        }
        #expect(throws: BCertFailure.untrusted) { try PlayReadyTestKit().device().chain.check(trust, at: now) }
    }

    @Test("never writes over a folder that is there")
    func refuses() throws {
        try FileManager.default.createDirectory(at: kit, withIntermediateDirectories: false)

        #expect(throws: (any Error).self) { try makePlayReadyTestKit(in: kit.path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: kit.path) == [])
    }
}
