import Bytes
import LicenseStore
import Licensing
import Testing

@testable import LicenseService

@Suite("Canary")
struct CanaryTests {
    private func row(of canary: Canary, _ key: ContentKey, by ring: KeyRing) throws -> ContentKeyRow {
        let stored = try KeyWrapper(ring).wrap(key, site: canary.site, content: canary.content)
        return ContentKeyRow(site: canary.site, content: canary.content, key: stored)
    }

    private func canary(_ ring: KeyRing) throws -> Canary { try Canary(ring, wrapper: KeyWrapper(ring)) }

    @Test("its own wrapped key yields a license that holds it")
    func passes() throws {
        let ring = try Samples.ring()
        let canary = try canary(ring)

        try canary.verify([row(of: canary, canary.key, by: ring)], at: Samples.now)
    }

    @Test("servers with one key-encryption key have one canary, and with another another")
    func isDerived() throws {
        #expect(try canary(Samples.ring(1)).key.keyID == canary(Samples.ring(1)).key.keyID)
        #expect(try canary(Samples.ring(1)).key.keyID != canary(Samples.ring(2)).key.keyID)
    }

    @Test("another key under its ID fails")
    func noticesOtherKey() throws {
        let ring = try Samples.ring()
        let canary = try canary(ring)
        let other = ContentKey(
            keyID: canary.key.keyID, key: Secret(copying: Samples.keyBytes), track: canary.key.track,
            scheme: canary.key.scheme, period: nil)

        #expect(throws: Canary.Failure.wrongKey) {
            try canary.verify([row(of: canary, other, by: ring)], at: Samples.now)
        }
    }

    @Test("a row that another key-encryption key wrapped fails")
    func noticesOtherWrapping() throws {
        let canary = try canary(Samples.ring(1))
        let row = try row(of: canary, canary.key, by: Samples.ring(2))

        #expect(throws: KeyWrapFailure.self) { try canary.verify([row], at: Samples.now) }
    }

    @Test("without its row, or with another site's alone, it fails")
    func noticesMissingRow() throws {
        let ring = try Samples.ring()
        let canary = try canary(ring)
        let row = try row(of: canary, canary.key, by: ring)
        let foreign = ContentKeyRow(site: try Samples.site(), content: row.content, key: row.key)

        #expect(throws: Canary.Failure.keyMissing) { try canary.verify([], at: Samples.now) }
        #expect(throws: Canary.Failure.keyMissing) { try canary.verify([foreign], at: Samples.now) }
    }
}
