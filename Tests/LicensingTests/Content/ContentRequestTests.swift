import Bytes
import Licensing
import Testing

@Suite("Content request")
struct ContentRequestTests {
    static func track(
        _ type: TrackType = .sd, _ scheme: EncryptionScheme = .cenc, period: UInt32? = nil, keyID: Int? = nil,
        key: UInt8? = nil
    ) throws -> TrackRequest {
        try TrackRequest(
            type: type, scheme: scheme, period: period.map(CryptoPeriod.init(index:)),
            keyID: keyID.map { Samples.keyIDs[$0] }, key: key.map { Samples.secret($0, count: 16) })
    }

    @Test("64 tracks are taken and 65 are not; none is not either")
    func boundsTracks() throws {
        let tracks = try (0..<65).map { try Self.track(period: UInt32($0)) }
        #expect(throws: Never.self) { try ContentRequest(Array(tracks.prefix(64))) }
        #expect(throws: ContentRequestError.tooManyTracks(limit: 64)) { try ContentRequest(tracks) }
        #expect(throws: ContentRequestError.noTracks) { try ContentRequest([]) }
    }

    @Test("a type occurs once in a period, and may occur in each")
    func refusesRepeatedTracks() throws {
        let first = try Self.track(.hd, period: 1)
        #expect(throws: ContentRequestError.repeatedTrack(first.place)) {
            try ContentRequest([first, Self.track(.hd, .cbcs, period: 1)])
        }
        #expect(throws: Never.self) { try ContentRequest([first, Self.track(.hd, period: 2), Self.track(.hd)]) }
    }

    @Test("a key ID serves one track")
    func refusesRepeatedKeyIDs() {
        #expect(throws: ContentRequestError.repeatedKeyID(Samples.keyIDs[1])) {
            try ContentRequest([Self.track(.sd, keyID: 1), Self.track(.hd, keyID: 1)])
        }
    }

    @Test("a supplied key has 16 bytes and a key ID, and the key ID is not zero", arguments: [0, 15, 17, 32])
    func checksSupplied(count: Int) {
        let place = TrackRequest.Place(type: .sd, period: nil)
        #expect(throws: ContentRequestError.wrongKeyLength(place)) {
            try TrackRequest(type: .sd, scheme: .cenc, keyID: KeyID(1), key: Samples.secret(1, count: count))
        }
        #expect(throws: ContentRequestError.keyWithoutKeyID(place)) { try Self.track(key: 1) }
        #expect(throws: ContentRequestError.zeroKeyID(place)) {
            try TrackRequest(type: .sd, scheme: .cenc, keyID: KeyID(0))
        }
    }

    @Test("the digest knows no order of tracks")
    func ignoresOrder() throws {
        let tracks = try [Self.track(.hd), Self.track(.sd, period: 1, keyID: 2), Self.track(.audio, key: nil)]
        #expect(try ContentRequest(tracks).digest == ContentRequest(tracks.reversed()).digest)
        #expect(try ContentRequest(tracks).digest.count == 32)
    }

    @Test("whatever makes a request another one changes its digest")
    func seesDifferences() throws {
        let variants = try [
            [Self.track()], [Self.track(.hd)], [Self.track(.sd, .cbcs)], [Self.track(period: 0)],
            [Self.track(period: 1)], [Self.track(keyID: 1)], [Self.track(keyID: 2)], [Self.track(keyID: 1, key: 1)],
            [Self.track(keyID: 1, key: 2)], [Self.track(period: 1, keyID: 1)], [Self.track(), Self.track(.hd)],
        ]
        let digests = try variants.map { try ContentRequest($0).digest }
        #expect(Set(digests).count == variants.count)
    }

    @Test("what is left open is random, and what was supplied is kept")
    func fulfills() throws {
        let request = try ContentRequest([
            Self.track(.hd), Self.track(.sd, keyID: 1), Self.track(.audio, .cbcs, period: 4, keyID: 2, key: 9),
        ])

        let one = try Content(fulfilling: request, site: Samples.site(), name: Samples.content())
        let two = try Content(fulfilling: request, site: Samples.site(), name: Samples.content())

        #expect(one.keys.map(\.track) == [.sd, .hd, .audio])
        #expect(one.keys.map(\.period) == [nil, nil, CryptoPeriod(index: 4)])
        #expect(one.keys[0].keyID == Samples.keyIDs[1])
        #expect(one.keys[2].keyID == Samples.keyIDs[2])
        #expect(Samples.bytes(of: one.keys[2].key) == [UInt8](repeating: 9, count: 16))
        #expect(one.keys[1].keyID != two.keys[1].keyID)
        #expect(Samples.bytes(of: one.keys[0].key) != Samples.bytes(of: two.keys[0].key))
        #expect(one.isRepeated(by: request))
        #expect(!one.isRepeated(by: try ContentRequest([Self.track(.hd)])))
    }

    @Test("a random key ID is a UUID of version 4")
    func makesUUIDs() throws {
        for _ in 0..<20 {
            let bytes = try KeyID.random().bytes
            #expect(bytes[6] >> 4 == 4)
            #expect(bytes[8] >> 6 == 2)
        }
    }
}
