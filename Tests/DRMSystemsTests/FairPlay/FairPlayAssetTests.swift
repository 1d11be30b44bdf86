import Bytes
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("FairPlay asset ID")
struct FairPlayAssetTests {
    private func request(for asset: [UInt8]) throws -> LicenseRequest {
        var player = FairPlayPlayer()
        return try FairPlayScene().challenge(FairPlayScene.spc(of: &player, for: asset)).license
    }

    @Test(
        "a UUID, 32 hex digits and 16 raw bytes are a key ID",
        arguments: [
            Array("00112233-4455-6677-8899-aabbccddeeff".utf8), Array("00112233445566778899AABBCCDDEEFF".utf8),
            Array("skd://00112233445566778899aabbccddeeff".utf8),
            Array("skd://keys.example.com/a/00112233-4455-6677-8899-aabbccddeeff".utf8), FairPlayScene.keyID.bytes,
        ])
    func readsKeyIDs(asset: [UInt8]) throws {
        let request = try request(for: asset)
        #expect(request.keyIDs == [FairPlayScene.keyID])
        #expect(request.content == nil)
    }

    @Test(
        "other text is the name of a content",
        arguments: ["movie-1", "skd://movie-1", "skd://keys.example.com/x/movie-1", "sixteen-letters."])
    func readsNames(asset: String) throws {
        let request = try request(for: Array(asset.utf8))
        #expect(request.content?.description == asset.split(separator: "/").last.map(String.init))
        #expect(request.keyIDs == [])
    }

    @Test(
        "what is neither is refused by its own name",
        arguments: [[0xFF, 0xFE], Array("a b".utf8), Array("skd://".utf8), Array("skd://x/".utf8), [0, 0, 0]])
    func refusesOthers(asset: [UInt8]) {
        #expect(throws: FairPlayRefusal.unreadableAsset) { try request(for: asset) }
    }
}
