import Bytes
import Cryptography
import Licensing
import Testing

@Suite("Key wrapper")
struct KeyWrapperTests {
    let site: SiteName
    let content: ContentName
    let wrapper: KeyWrapper

    init() throws {
        site = try Samples.site()
        content = try Samples.content()
        wrapper = try Self.wrapper([(1, 1), (2, 2)])
    }

    static func wrapper(_ keys: [(version: UInt32, byte: UInt8)], current: UInt32? = nil) throws -> KeyWrapper {
        let ring = try KeyRing(
            keys.map { try KeyEncryptionKey(version: $0.version, secret: Samples.secret($0.byte)) }, current: current)
        return try KeyWrapper(ring)
    }

    static func stored(
        _ original: StoredContentKey, keyID: KeyID? = nil, wrapped: WrappedKey? = nil
    ) -> StoredContentKey {
        StoredContentKey(
            keyID: keyID ?? original.keyID, track: original.track, scheme: original.scheme, period: original.period,
            wrapped: wrapped ?? original.wrapped)
    }

    @Test("a key comes back as it was, with what it opens")
    func unwraps() throws {
        let key = Samples.contentKey(3, track: .uhd1, period: CryptoPeriod(index: 9))

        let stored = try wrapper.wrap(key, site: site, content: content)
        let back = try wrapper.unwrap(stored, site: site, content: content)

        #expect(Samples.bytes(of: back.key) == Samples.bytes(of: key.key))
        #expect(back.keyID == key.keyID)
        #expect(back.track == .uhd1)
        #expect(back.period == CryptoPeriod(index: 9))
        #expect(stored.wrapped.version == 2)
        #expect(stored.wrapped.nonce.count == 12)
        #expect(stored.wrapped.sealed.count == 32)
    }

    @Test("a key moved to another site, content or key ID stays closed")
    func refusesMovedRows() throws {
        let stored = try wrapper.wrap(Samples.contentKey(), site: site, content: content)

        #expect(throws: KeyWrapFailure.self) {
            try wrapper.unwrap(stored, site: SiteName("other"), content: content)
        }
        #expect(throws: KeyWrapFailure.self) {
            try wrapper.unwrap(stored, site: site, content: ContentName("movie-2"))
        }
        #expect(throws: KeyWrapFailure.self) {
            try wrapper.unwrap(Self.stored(stored, keyID: Samples.keyIDs[1]), site: site, content: content)
        }
    }

    @Test("names that join to the same text are told apart")
    func separatesNames() throws {
        let stored = try wrapper.wrap(Samples.contentKey(), site: SiteName("ab"), content: ContentName("c"))
        #expect(throws: KeyWrapFailure.self) {
            try wrapper.unwrap(stored, site: SiteName("a"), content: ContentName("bc"))
        }
    }

    @Test("a change of any byte of the sealed key or its nonce is noticed", arguments: 0..<44)
    func noticesChanges(place: Int) throws {
        let stored = try wrapper.wrap(Samples.contentKey(), site: site, content: content)
        var nonce = stored.wrapped.nonce
        var sealed = stored.wrapped.sealed
        if place < 12 { nonce[place] ^= 1 } else { sealed[place - 12] ^= 1 }
        let changed = Self.stored(stored, wrapped: WrappedKey(version: 2, nonce: nonce, sealed: sealed))

        let context = WrapContext.contentKey(site: site, content: content, keyID: stored.keyID)
        #expect(throws: KeyWrapFailure.notAuthentic(context)) {
            try wrapper.unwrap(changed, site: site, content: content)
        }
    }

    @Test("a sealed key of any wrong length is refused", arguments: [0, 1, 15, 16, 17, 31, 33, 64])
    func refusesLengths(count: Int) throws {
        let stored = try wrapper.wrap(Samples.contentKey(), site: site, content: content)
        let zeros = [UInt8](repeating: 0, count: count)
        for wrapped in [
            WrappedKey(version: 2, nonce: stored.wrapped.nonce, sealed: zeros),
            WrappedKey(version: 2, nonce: zeros, sealed: stored.wrapped.sealed),
        ] {
            #expect(throws: KeyWrapFailure.self) {
                try wrapper.unwrap(Self.stored(stored, wrapped: wrapped), site: site, content: content)
            }
        }
    }

    @Test("no two wrappings of one key look alike")
    func randomizes() throws {
        let one = try wrapper.wrap(Samples.contentKey(), site: site, content: content)
        let two = try wrapper.wrap(Samples.contentKey(), site: site, content: content)
        #expect(one.wrapped.nonce != two.wrapped.nonce)
        #expect(one.wrapped.sealed != two.wrapped.sealed)
    }

    @Test("a key wrapped under an older version opens, and is known to be outdated")
    func rotates() throws {
        let before = try Self.wrapper([(1, 1)]).wrap(Samples.contentKey(), site: site, content: content)

        #expect(throws: Never.self) { try wrapper.unwrap(before, site: site, content: content) }
        #expect(wrapper.isOutdated(before.wrapped))
        #expect(!wrapper.isOutdated(try wrapper.wrap(Samples.contentKey(), site: site, content: content).wrapped))
    }

    @Test("a version nobody gave is named; another key under a known version is not authentic")
    func refusesOtherKeys() throws {
        let stored = try wrapper.wrap(Samples.contentKey(), site: site, content: content)

        #expect(throws: KeyWrapFailure.unknownVersion(2)) {
            try Self.wrapper([(1, 1)]).unwrap(stored, site: site, content: content)
        }
        let context = WrapContext.contentKey(site: site, content: content, keyID: stored.keyID)
        #expect(throws: KeyWrapFailure.notAuthentic(context)) {
            try Self.wrapper([(2, 9)]).unwrap(stored, site: site, content: content)
        }
    }

    @Test("a token secret comes back under its own name, and never as a content key")
    func wrapsTokenSecrets() throws {
        let context = WrapContext.tokenSecret(site: site, name: try TokenKeyName("shop-1"))
        let secret = Samples.secret(5, count: 48)

        let wrapped = try wrapper.wrap(secret, as: context)

        #expect(Samples.bytes(of: try wrapper.unwrap(wrapped, as: context)) == Samples.bytes(of: secret))
        for other in [
            WrapContext.tokenSecret(site: site, name: try TokenKeyName("shop-2")),
            .tokenSecret(site: try SiteName("other"), name: try TokenKeyName("shop-1")),
            .contentKey(site: site, content: try ContentName("shop-1"), keyID: KeyID(0)),
        ] {
            #expect(throws: KeyWrapFailure.notAuthentic(other)) { try wrapper.unwrap(wrapped, as: other) }
        }
    }
}
