import Bytes
import Cryptography
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

@testable import LicenseService

extension OnPrimary {
    @Suite("Licenses when hardly anything is remembered")
    struct SmallCacheTests {
        private static let count = 256
        private static let secret = Secret(copying: [UInt8](repeating: 9, count: 32))
        private static let limit: Duration = .seconds(20)

        @Test("256 first questions at once are all granted, whatever has been forgotten by then")
        func grantsAll() async throws {
            let primary = try #require(OnPrimaryTrait.current)
            let loop = try EventLoop.start(named: "small-cache")
            defer { loop.stop() }

            #expect(try await Self.outcomes(on: primary.target, loop) == ["granted": Self.count])
        }

        /// How often each answer came when every key of one film was asked for in one turn.
        private static func outcomes(
            on target: DatabaseTarget, _ loop: isolated EventLoop
        ) async throws -> [String: Int] {
            let database = Database(DatabaseSettings(target: target), resolver: NameResolver())
            database.open(on: loop)
            defer { database.close(on: loop) }
            let wrapper = try KeyWrapper(Samples.ring())
            let (token, keyIDs) = try await fill(database, wrapper, on: loop)
            let cache = Configuration.Cache(freshFor: .zero, usableFor: .zero, keysMax: 0)
            let desk = LicenseDesk(database, wrapper: wrapper, cache: cache, within: limit)

            let asked = keyIDs.map { keyID in Task { await outcome(of: keyID, token, at: desk, on: loop) } }
            var outcomes: [String: Int] = [:]
            for task in asked { outcomes[await task.value, default: 0] += 1 }
            return outcomes
        }

        private static func outcome(
            of keyID: KeyID, _ token: String, at desk: LicenseDesk, on loop: isolated EventLoop
        ) async -> String {
            do {
                let presented = try desk.token(in: Array(token.utf8).span)
                _ = try await desk.judge(LicenseRequest(system: .clearKey, keyIDs: [keyID]), by: presented, on: loop)
                return "granted"
            } catch {
                return "\(error)"
            }
        }

        /// A film with so many keys, one for each crypto period, and a token for it.
        private static func fill(
            _ database: Database, _ wrapper: KeyWrapper, on loop: isolated EventLoop
        ) async throws -> (token: String, keyIDs: [KeyID]) {
            let ledger = LicenseLedger(database, within: limit)
            let (site, content) = (try SiteName("small-cache"), try ContentName("film"))
            let name = try TokenKeyName("small-cache-1")
            try await ledger.addKeyEncryptionKey(1, checkValue: [UInt8](repeating: 0, count: 16), on: loop)
            _ = try await ledger.addSite(site, on: loop)
            let sealed = try wrapper.wrap(secret, as: .tokenSecret(site: site, name: name))
            try await ledger.add(
                TokenKeyRow(name: name, site: site, algorithm: .hs256, material: .sealedSecret(sealed)), on: loop)
            let keys = try (0..<UInt32(count)).map { index in
                let key = ContentKey(
                    keyID: KeyID(UInt128(index) + 1), key: try Random.secret(16), track: .sd, scheme: .cenc,
                    period: CryptoPeriod(index: index))
                return try wrapper.wrap(key, site: site, content: content)
            }
            _ = try await ledger.create(
                keys, digest: [UInt8](repeating: 1, count: 32), as: content, of: site, confirmingWithin: nil, on: loop)
            let now = Moment.now(on: loop).wall
            let claims = TokenClaims(
                audience: site, issuedAt: now, expiresAt: now + .seconds(300),
                entitlement: Entitlement(content: content))
            return (try TokenMint(name: name, secret: secret).token(for: claims), keys.map(\.keyID))
        }
    }
}
