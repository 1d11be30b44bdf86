import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import LicenseStore
import Licensing
import Postgres
import Reactor
import Testing

@testable import LicenseService

@Suite("License desk without a database")
struct LicenseDeskTests {
    /// When everything was read, on the loop's clock.
    private static let readAt: Duration = .seconds(1_000)
    private static let name = "shop-1"

    private static let cache = Configuration.Cache(
        freshFor: .seconds(10), usableFor: .seconds(900), keysMax: 100)

    /// A desk that has read everything for `Samples.keyID`; its database is closed.
    private func desk(
        knowing: Set<String> = ["verifier", "policies", "keys"], policy: LicensePolicy = .unlimited, keysMax: Int = 100
    ) throws -> LicenseDesk {
        let ring = try Samples.ring()
        let wrapper = try KeyWrapper(ring)
        let settings = DatabaseSettings(target: DatabaseTarget(host: "/nowhere", database: "none", user: "nobody"))
        let database = Database(settings, resolver: NameResolver())
        let cache = Configuration.Cache(freshFor: .seconds(10), usableFor: .seconds(900), keysMax: keysMax)
        let desk = LicenseDesk(database, wrapper: wrapper, cache: cache, within: .seconds(1))
        let key = try TokenKey(site: Samples.site(), name: TokenKeyName(Self.name), secret: Self.secret)
        if knowing.contains("verifier") {
            desk.verifiers.store(LearnedVerifier(verifier: try TokenVerifier(key: key)), for: key.name, at: Self.readAt)
        }
        if knowing.contains("policies") {
            desk.policies.store(
                SitePolicies(bounding: policy, named: [:]), for: try Samples.site(), at: Self.readAt)
        }
        if knowing.contains("keys") {
            desk.keys.store([try Self.row(wrapper)], for: Samples.keyID, at: Self.readAt)
        }
        return desk
    }

    private static let secret = Secret(copying: [UInt8](repeating: 9, count: 32))

    private static func row(_ wrapper: KeyWrapper, site: String = "acme") throws -> ContentKeyRow {
        let (site, content) = (try Samples.site(site), try Samples.content())
        return ContentKeyRow(
            site: site, content: content, key: try wrapper.wrap(Samples.contentKey(), site: site, content: content))
    }

    private func token(expiringAfter lifetime: Duration = .seconds(3600), content: String = "movie-1") throws
        -> PresentedToken
    {
        let claims = TokenClaims(
            audience: try Samples.site(), issuedAt: Samples.now, expiresAt: Samples.now + lifetime,
            entitlement: Entitlement(content: try Samples.content(content)))
        let mint = try TokenMint(name: TokenKeyName(Self.name), secret: Self.secret)
        return .new(try LicenseToken(parsing: Array(mint.token(for: claims).utf8)))
    }

    private let request = LicenseRequest(system: .clearKey, keyIDs: [Samples.keyID])

    /// What judging comes to, as a word.
    private func verdict(
        _ desk: LicenseDesk, after age: Duration, isDatabaseSilent: Bool, _ token: PresentedToken,
        with read: JustRead = JustRead()
    ) -> String {
        let moment = Moment(wall: Samples.now + age, monotonic: Self.readAt + age)
        do throws(LicenseFailure) {
            switch try desk.judgeKnown(
                request, by: token, with: read, at: moment, isDatabaseSilent: isDatabaseSilent)
            {
            case .granted: return "granted"
            case .missing(.verifier): return "verifier missing"
            case .missing(.policies): return "policies missing"
            case .missing(.content(let content)): return "key IDs of \(content.name) missing"
            case .missing(.keys(let keyIDs)): return "\(keyIDs.count) keys missing"
            }
        } catch .refused(let refused) {
            return "refused(\(refused.reason))"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "what was read is used without asking while fresh, and as long as usable when the database is silent",
        arguments: [
            (Duration.zero, "granted", "granted"), (.seconds(9), "granted", "granted"),
            (.seconds(10), "verifier missing", "granted"), (.seconds(899), "verifier missing", "granted"),
            (.seconds(900), "verifier missing", "verifier missing"),
        ])
    func makesDo(age: Duration, answering: String, silent: String) throws {
        let (desk, token) = (try desk(), try token())

        #expect(verdict(desk, after: age, isDatabaseSilent: false, token) == answering)
        #expect(verdict(desk, after: age, isDatabaseSilent: true, token) == silent)
    }

    @Test(
        "what is not known is asked for in turn",
        arguments: [
            ([], "verifier missing"), (["verifier"], "policies missing"), (["verifier", "policies"], "1 keys missing"),
        ] as [(Set<String>, String)])
    func asksForMissing(knowing: Set<String>, expected: String) throws {
        #expect(verdict(try desk(knowing: knowing), after: .zero, isDatabaseSilent: true, try token()) == expected)
    }

    @Test("a key that was read and pushed out of a full cache still makes the license it was read for")
    func judgesWithWhatWasRead() throws {
        let desk = try desk(knowing: ["verifier", "policies"], keysMax: 0)
        let rows = [try Self.row(KeyWrapper(Samples.ring()))]
        desk.remember(rows, of: [Samples.keyID], at: Self.readAt)
        let others = [KeyID(1), KeyID(2)]
        desk.remember([], of: others, at: Self.readAt)
        desk.keys.store(rows, for: others[0], at: Self.readAt)

        let token = try token()
        let read = JustRead(rows, of: [Samples.keyID])
        #expect(verdict(desk, after: .zero, isDatabaseSilent: false, token) == "1 keys missing")
        #expect(verdict(desk, after: .zero, isDatabaseSilent: false, token, with: read) == "granted")
    }

    @Test("what was read for a request is believed when nothing is remembered at all")
    func judgesWithoutMemory() throws {
        let (desk, knowing) = (try desk(knowing: []), try desk())
        let (site, name) = (try Samples.site(), try TokenKeyName(Self.name))
        var read = JustRead([], of: [Samples.keyID])
        read.verifier = .known(knowing.verifiers.last(name))
        read.policies = .known(knowing.policies.last(site))

        let verdict = verdict(desk, after: .zero, isDatabaseSilent: false, try token(), with: read)

        #expect(verdict == "refused(unknownKeys)")
    }

    @Test("a silent database does not make an expired token good")
    func refusesExpired() throws {
        let verdict = verdict(
            try desk(), after: .seconds(600), isDatabaseSilent: true, try token(expiringAfter: .seconds(300)))

        #expect(verdict == "token(Licensing.TokenRefusal.expired)")
    }

    @Test("a token for another content gets no license")
    func refusesOtherContent() throws {
        let verdict = verdict(try desk(), after: .zero, isDatabaseSilent: false, try token(content: "movie-2"))

        #expect(verdict == "refused(notEntitled)")
    }

    @Test("another site's key of the same ID is no key at all")
    func refusesOtherSite() throws {
        let desk = try desk(knowing: ["verifier", "policies"])
        let foreign = try Self.row(KeyWrapper(Samples.ring()), site: "other")
        desk.keys.store([foreign], for: Samples.keyID, at: Self.readAt)

        let verdict = verdict(desk, after: .zero, isDatabaseSilent: false, try token())

        #expect(verdict == "refused(unknownKeys)")
    }

    @Test("policies that cannot be read license nothing")
    func closesWithoutPolicies() throws {
        let desk = try desk(knowing: ["verifier", "keys"])
        desk.policies.store(.closed, for: try Samples.site(), at: Self.readAt)

        let verdict = verdict(desk, after: .zero, isDatabaseSilent: false, try token())

        #expect(verdict == "refused(trackNotAllowed)")
    }

    /// Judges on a loop whose database is closed, with everything read so long ago on the loop's clock.
    private func judgeOnLoop(age: Duration, on loop: isolated EventLoop) async throws -> String {
        let settings = DatabaseSettings(target: DatabaseTarget(host: "/nowhere", database: "none", user: "nobody"))
        let database = Database(settings, resolver: NameResolver())
        database.close(on: loop)
        let wrapper = try KeyWrapper(Samples.ring())
        let desk = LicenseDesk(database, wrapper: wrapper, cache: Self.cache, within: .seconds(1))
        let key = try TokenKey(site: Samples.site(), name: TokenKeyName(Self.name), secret: Self.secret)
        let readAt = loop.now - age
        desk.verifiers.store(LearnedVerifier(verifier: try TokenVerifier(key: key)), for: key.name, at: readAt)
        desk.policies.store(SitePolicies(bounding: .unlimited, named: [:]), for: try Samples.site(), at: readAt)
        desk.keys.store([try Self.row(wrapper)], for: Samples.keyID, at: readAt)
        let now = Moment.now(on: loop).wall
        let claims = TokenClaims(
            audience: try Samples.site(), issuedAt: now, expiresAt: now + .seconds(300),
            entitlement: Entitlement(content: try Samples.content()))
        let mint = try TokenMint(name: TokenKeyName(Self.name), secret: Self.secret)
        let token = try LicenseToken(parsing: Array(mint.token(for: claims).utf8))
        do throws(LicenseFailure) {
            _ = try await desk.judge(request, by: .new(token), on: loop)
            return "granted"
        } catch {
            return "\(Problem(error).code)"
        }
    }

    @Test(
        "a closed database is made up for by what is usable, and by nothing older",
        arguments: [
            (Duration.seconds(1), "granted"), (.seconds(60), "granted"), (.seconds(890), "granted"),
            (.seconds(910), "databaseUnavailable"),
        ])
    func judgesFromMemory(age: Duration, expected: String) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        #expect(try await judgeOnLoop(age: age, on: loop) == expected)
    }
}
