import Bytes
import Cryptography
import DRMSystems
import TestSupport
import Testing

/// What an SPC's payload must be, tried one rule at a time behind a correct encryption.
@Suite("SPC payload")
struct SPCPayloadTests {
    private typealias Tag = FairPlayPlayer.Tag

    /// The blocks of a good payload, changed by `change`, wrapped and opened.
    private func open(_ change: (inout [FairPlayPlayer.Block]) -> Void) throws {
        var player = FairPlayPlayer.current(.one)
        var blocks = try Self.blocks(
            player.payload(for: FairPlayScene.keyID.bytes, deviceKey: InventedDerivation.deviceKey(r2: player.r2)))
        change(&blocks)
        let payload = blocks.flatMap { block in
            let padding = [UInt8](repeating: 0, count: (16 - block.value.count % 16) % 16)
            return FairPlayPlayer.bytes(block.tag) + FairPlayPlayer.bytes(UInt32(block.value.count + padding.count))
                + FairPlayPlayer.bytes(UInt32(block.value.count)) + block.value + padding
        }
        let credential = try FairPlayScene.credential(for: .one)
        let spc = try player.container(
            of: payload, certificate: credential.certificate, publicKey: credential.key.publicKey)
        _ = try FairPlayScene().challenge(spc)
    }

    private static func blocks(_ payload: [UInt8]) throws -> [FairPlayPlayer.Block] {
        var cursor = ByteCursor()
        var blocks: [FairPlayPlayer.Block] = []
        while cursor.offset < payload.count {
            let tag = try cursor.next(UInt64.self, in: payload)
            let total = Int(try cursor.next(UInt32.self, in: payload))
            let length = Int(try cursor.next(UInt32.self, in: payload))
            blocks.append((tag, try cursor.next(length, in: payload)))
            _ = try cursor.next(total - length, in: payload)
        }
        return blocks
    }

    private static let required = [
        Tag.sessionKey, Tag.integrity, Tag.antiReplaySeed, Tag.r2, Tag.assetID, Tag.transactionID,
        Tag.versionsSupported, Tag.versionUsed, Tag.returnRequest,
    ]
    private static let read = required + [Tag.playbackState, Tag.capabilities]

    @Test("the payload that the other tests change is a good one")
    func takesTheGood() throws { try open { _ in } }

    @Test("without a block that every SPC has, it is not opened", arguments: required)
    func needsEach(tag: UInt64) {
        #expect(throws: FairPlayRefusal.notOpened) { try open { $0.removeAll { $0.tag == tag } } }
    }

    @Test("a block that is read and comes twice is refused, also when both are the same", arguments: read)
    func refusesRepeated(tag: UInt64) {
        #expect(throws: FairPlayRefusal.notOpened) {
            try open { blocks in blocks += blocks.filter { $0.tag == tag } }
        }
    }

    @Test("a block a byte too short or too long is refused", arguments: read.filter { $0 != Tag.assetID }, [-1, 1])
    func refusesSizes(tag: UInt64, difference: Int) {
        #expect(throws: FairPlayRefusal.notOpened) {
            try open { blocks in
                for index in blocks.indices where blocks[index].tag == tag {
                    if difference < 0 { blocks[index].value.removeLast() } else { blocks[index].value.append(0) }
                }
            }
        }
    }

    @Test("an asset ID has 2 to 200 bytes", arguments: [(1, false), (2, true), (200, true), (201, false)])
    func boundsAssetIDs(length: Int, isTaken: Bool) throws {
        let change: (inout [FairPlayPlayer.Block]) -> Void = { blocks in
            for index in blocks.indices where blocks[index].tag == Tag.assetID {
                blocks[index].value = [UInt8](repeating: UInt8(ascii: "z"), count: length)
            }
        }
        if isTaken { try open(change) } else { #expect(throws: FairPlayRefusal.notOpened) { try open(change) } }
    }

    @Test("up to 64 blocks are read, and what is unknown among them is skipped", arguments: [(64, true), (65, false)])
    func boundsBlocks(count: Int, isTaken: Bool) throws {
        let change: (inout [FairPlayPlayer.Block]) -> Void = { blocks in
            while blocks.count < count { blocks.append((UInt64(blocks.count), [])) }
        }
        if isTaken { try open(change) } else { #expect(throws: FairPlayRefusal.notOpened) { try open(change) } }
    }

    @Test("an unknown block may come twice")
    func skipsUnknown() throws { try open { $0 += [(7, [1]), (7, [2])] } }
}
