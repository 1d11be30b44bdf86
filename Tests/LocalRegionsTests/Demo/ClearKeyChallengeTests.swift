import LocalRegions
import Testing

@Suite("Clear Key challenge")
struct ClearKeyChallengeTests {
    @Test("key IDs are written in base64url without padding")
    func writesBase64URL() {
        let challenge = ClearKeyChallenge(keyIDs: ["fbfefbff-0011-2233-4455-66778899aabb"])

        #expect(challenge.kids == ["-_77_wARIjNEVWZ3iJmquw"])
    }
}
