import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

@Suite("Mutated SPCs")
struct SPCMutationTests {
    /// What may become of an SPC that somebody changed.
    private enum Outcome { case refused, harmless }

    @Test(
        "of 10,000 changed SPCs each is refused, or asks for something and is answered",
        arguments: FairPlayPlayer.Version.allCases)
    func survives(version: FairPlayPlayer.Version) throws {
        var random = SeededGenerator(seed: 5)
        let provider = try FairPlayScene().provider()
        var outcomes: [Outcome: Int] = [:]
        var player = FairPlayPlayer.current(version)
        let spc = try FairPlayScene.spc(of: &player)
        let payload = try player.payload(
            for: FairPlayScene.keyID.bytes, deviceKey: InventedDerivation.deviceKey(r2: player.r2))
        for round in 0..<5_000 {
            // Outside, nearly all ends at the hash or at the wrapped key; the parsing is inside.
            let changed =
                round % 10 == 0
                ? Self.change(spc, by: &random) : try Self.wrap(Self.change(payload, by: &random), by: &player)
            outcomes[try Self.outcome(of: changed, by: provider), default: 0] += 1
        }
        #expect(outcomes[.refused, default: 0] > 1_000)
        #expect(outcomes[.harmless, default: 0] > 50)
    }

    private static func wrap(_ payload: [UInt8], by player: inout FairPlayPlayer) throws -> [UInt8] {
        let credential = try FairPlayScene.credential(for: player.version)
        let isWhole = payload.count % 16 == 0 && !payload.isEmpty
        let blocks = isWhole ? payload : payload + [UInt8](repeating: 0, count: 16 - payload.count % 16)
        return try player.container(
            of: blocks, certificate: credential.certificate, publicKey: credential.key.publicKey)
    }

    /// One to four changes: a bit, a byte, a length, a cut, a piece twice.
    private static func change(_ bytes: [UInt8], by random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
            case 3: bytes.removeLast(Int.random(in: 1...min(64, bytes.count), using: &random))
            case 4: bytes.append(contentsOf: bytes[place...].prefix(64))
            default: bytes.replaceSubrange(place..<min(place + 4, bytes.count), with: [0xFF, 0xFF, 0xFF, 0xF0])
            }
        }
        return bytes
    }

    /// Anything else than these refusals would be a finding.
    private static func outcome(of spc: [UInt8], by provider: FairPlayProvider) throws -> Outcome {
        do throws(FairPlayRefusal) {
            let sealed = try SealedFairPlayChallenge(parsing: spc, by: provider)
            let deviceKey = InventedDerivation.deviceKey(r2: sealed.derivation.r2)
            let challenge = try FairPlayChallenge(sealed, deviceKey: deviceKey)
            return try answered(challenge)
        } catch {
            return .refused
        }
    }

    private static func answered(_ challenge: FairPlayChallenge) throws(FairPlayRefusal) -> Outcome {
        let asked = challenge.license
        #expect(asked.keyIDs.count + (asked.content == nil ? 0 : 1) == 1)
        #expect(asked.device?.id.count == 20)
        let scene = FairPlayScene()
        do {
            let bytes = try scene.license(challenge).bytes
            #expect(bytes.isEmpty || (bytes.count - 28) % 16 == 0)
            return .harmless
        } catch FairPlayLicenseFailure.refused(let refusal) {
            throw refusal
        } catch {
            Issue.record("\(error)")
            return .harmless
        }
    }

    @Test("an SPC cut anywhere is refused", arguments: FairPlayPlayer.Version.allCases)
    func refusesCuts(version: FairPlayPlayer.Version) throws {
        var player = FairPlayPlayer.current(version)
        let spc = try FairPlayScene.spc(of: &player)
        let provider = try FairPlayScene().provider()
        for count in 0..<spc.count {
            #expect(throws: FairPlayRefusal.self) {
                try SealedFairPlayChallenge(parsing: Array(spc.prefix(count)), by: provider)
            }
        }
    }
}
