import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("FairPlay exchange")
struct FairPlayExchangeTests {
    @Test("a player of each version gets the key that was put in", arguments: FairPlayPlayer.Version.allCases)
    func givesTheKey(version: FairPlayPlayer.Version) throws {
        for seed in UInt64(1)...20 {
            let player = FairPlayPlayer(version, seed: seed)
            let opened = try FairPlayScene().exchange(player)

            #expect(opened.contentKey == FairPlayScene.contentKey)
            #expect(opened.vector == FairPlayScene.keyID.bytes)
            #expect(opened.r1 == player.r1)
        }
    }

    @Test("the device is known by its 20 bytes, and the key by the asset ID")
    func readsTheRequest() throws {
        var player = FairPlayPlayer.current()
        let license = try FairPlayScene().challenge(FairPlayScene.spc(of: &player)).license

        #expect(license.system == .fairPlay)
        #expect(license.kind == .new)
        #expect(license.keyIDs == [FairPlayScene.keyID])
        #expect(license.device == Device(id: player.device))
    }

    @Test("what the player wants back comes back as it was sent, and what it never sent does not")
    func returnsBlocks() throws {
        var player = FairPlayPlayer.current()
        player.optionalBlocks.append((0xfeed, [1, 2, 3]))
        player.returnRequest = [FairPlayPlayer.Tag.versionUsed, 0xfeed, 0xfeed, 0xbeef]

        let blocks = try FairPlayScene().exchange(player).blocks

        #expect(blocks[FairPlayPlayer.Tag.versionUsed] == [0, 0, 0, 1])
        #expect(blocks[0xfeed] == [1, 2, 3])
        #expect(blocks[0xbeef] == nil)
        #expect(blocks[FairPlayPlayer.Tag.transactionID] == nil)
    }

    @Test("the derivation is told what the device sent in clear and under our key")
    func asksForTheDerivation() throws {
        var player = FairPlayPlayer(.two)
        let spc = try FairPlayScene.spc(of: &player)
        let derivation = try SealedFairPlayChallenge(parsing: spc, by: FairPlayScene().provider()).derivation

        #expect(derivation.r2 == player.r2)
        #expect(derivation.certificateHash == SHA1.digest(try FairPlayScene.credential(for: .two).certificate))
        #expect(derivation.spcVersion == 2)
        #expect(derivation.protocolVersion == 1)
    }

    @Test("another device key opens nothing, whatever its length", arguments: [0, 15, 16, 17])
    func refusesAnotherDeviceKey(length: Int) throws {
        var player = FairPlayPlayer()
        let sealed = try SealedFairPlayChallenge(
            parsing: FairPlayScene.spc(of: &player), by: FairPlayScene().provider())
        #expect(throws: FairPlayRefusal.notOpened) {
            try FairPlayChallenge(sealed, deviceKey: Secret(copying: [UInt8](repeating: 7, count: length)))
        }
    }

    @Test("a certificate that is not ours is named, and nothing is tried")
    func refusesForeignCertificate() throws {
        let foreign = try FairPlayCredential(bits: 1_024)
        var player = FairPlayPlayer()
        let spc = try player.spc(
            for: FairPlayScene.keyID.bytes, certificate: foreign.certificate, publicKey: foreign.key.publicKey)
        #expect(throws: FairPlayRefusal.unknownCertificate) {
            try SealedFairPlayChallenge(parsing: spc, by: FairPlayScene().provider())
        }
    }

    @Test("a key wrapped for another certificate of ours is like any key that does not open")
    func refusesOtherWrapping() throws {
        let (named, used) = (try FairPlayScene.credential(for: .one), try FairPlayCredential(bits: 1_024))
        var player = FairPlayPlayer()
        let spc = try player.spc(
            for: FairPlayScene.keyID.bytes, certificate: named.certificate, publicKey: used.key.publicKey)
        #expect(throws: FairPlayRefusal.notOpened) {
            try SealedFairPlayChallenge(parsing: spc, by: FairPlayScene().provider())
        }
    }

    @Test("other versions are refused by their number", arguments: [0, 3, 4, UInt32.max])
    func refusesVersions(number: UInt32) throws {
        var player = FairPlayPlayer()
        let spc = FairPlayPlayer.bytes(number) + (try FairPlayScene.spc(of: &player).dropFirst(4))
        #expect(throws: FairPlayRefusal.unsupportedVersion(number)) {
            try SealedFairPlayChallenge(parsing: spc, by: FairPlayScene().provider())
        }
    }

    @Test("two CKCs for one SPC share no vector and no byte of their payload's beginning")
    func isFreshEachTime() throws {
        var player = FairPlayPlayer()
        let challenge = try FairPlayScene().challenge(FairPlayScene.spc(of: &player))
        let (one, other) = (try FairPlayScene().license(challenge), try FairPlayScene().license(challenge))
        #expect(one.bytes[8..<24] != other.bytes[8..<24])
        #expect(one.bytes[28..<44] != other.bytes[28..<44])
    }

    @Test("a player cannot open the CKC of another")
    func isForOnePlayer() throws {
        var player = FairPlayPlayer(seed: 1)
        let license = try FairPlayScene().license(FairPlayScene().challenge(FairPlayScene.spc(of: &player)))
        #expect(throws: FairPlayPlayer.Unreadable.self) { try FairPlayPlayer(seed: 2).open(license.bytes) }
    }

    @Test("a content with several keys gets no CKC, for a CKC holds one")
    func refusesSeveralKeys() throws {
        var player = FairPlayPlayer()
        let challenge = try FairPlayScene().challenge(FairPlayScene.spc(of: &player, for: Array("movie-1".utf8)))
        #expect(challenge.license.content == (try ContentName("movie-1")))
        #expect(throws: FairPlayLicenseFailure.refused(.severalKeys)) {
            try FairPlayScene().license(challenge, keyCount: 2)
        }
    }

    @Test(
        "a device that tells what it deleted gives a license back and gets no key", arguments: [UInt64(0b010), 0b100])
    func takesInvalidations(flags: UInt64) throws {
        var player = FairPlayPlayer.current()
        let sync: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 0] + [UInt8](repeating: 9, count: 8) + FairPlayPlayer.bytes(flags)
        player.optionalBlocks.append((FairPlayPlayer.Tag.offlineSync, sync + [UInt8](repeating: 0, count: 24)))

        let challenge = try FairPlayScene().challenge(FairPlayScene.spc(of: &player))

        #expect(challenge.license.kind == .release)
        #expect(try FairPlayScene().license(challenge).bytes.isEmpty)
    }

    @Test("a device that only reports asks for its key like any other")
    func takesReports() throws {
        var player = FairPlayPlayer.current()
        let report = [0, 0, 0, 1] + [UInt8](repeating: 0, count: 24)
        player.optionalBlocks.append((FairPlayPlayer.Tag.offlineSync, report))
        #expect(try FairPlayScene().exchange(player).contentKey == FairPlayScene.contentKey)
    }
}
