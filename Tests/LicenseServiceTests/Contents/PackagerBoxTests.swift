import Bytes
import DRMSystems
import Licensing
import Testing

@testable import LicenseService

@Suite("Boxes for packagers")
struct PackagerBoxTests {
    private func boxes(_ scheme: EncryptionScheme) throws -> [String: PSSHBox] {
        let key = ContentKey(
            keyID: Samples.keyID, key: Secret(copying: Samples.keyBytes), track: .hd, scheme: scheme,
            period: CryptoPeriod(index: 7))
        let boxes = try PackagerBox.boxes(of: key, in: Samples.content())
        // As a packager gets it: the bytes, and nothing that we know besides.
        return try Dictionary(
            uniqueKeysWithValues: boxes.map { ($0.system, try PSSHBox(parsing: $0.box.bytes)) })
    }

    @Test("each system that reads a box has one under its own ID", arguments: EncryptionScheme.allCases)
    func hasAll(scheme: EncryptionScheme) throws {
        let boxes = try boxes(scheme)

        #expect(
            boxes.mapValues(\.systemID) == [
                "common": PSSHBox.commonSystem, "widevine": PSSHBox.widevineSystem,
                "playready": PSSHBox.playReadySystem,
            ])
        #expect(boxes["common"]?.keyIDs == [Samples.keyID])
    }

    @Test(
        "PlayReady's header is of the oldest version that can name the cipher, and has no address",
        arguments: [
            (EncryptionScheme.cenc, WRMHeader.Version.v4_0, WRMHeader.Cipher.ctr), (.cbcs, .v4_3, .cbc),
        ])
    func describesKey(scheme: EncryptionScheme, version: WRMHeader.Version, cipher: WRMHeader.Cipher) throws {
        let header = try PlayReadyObject(parsing: try #require(boxes(scheme)["playready"]).data).header
        let checksum = try PlayReadyChecksum.bytes(of: Secret(copying: Samples.keyBytes), for: Samples.keyID)

        #expect(header.version == version)
        #expect(header.licenseURL == nil)
        #expect(
            header.keys == [
                WRMHeader.Key(keyID: Samples.keyID, cipher: cipher, checksum: cipher == .ctr ? checksum : nil)
            ])
    }
}
