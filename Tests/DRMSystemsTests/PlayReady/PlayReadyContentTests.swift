import Bytes
import DRMSystems
import Testing

/// Microsoft's test key seed, and key IDs whose keys and checksums it has published (PlayReady test server, CC BY 4.0).
private let seed = "XVBovsmzhP9gRIZxWfFta3VVRPzVEWmJsazEJ46I"
private let published = [
    ("6f651ae1-dbe4-4434-bcb4-690d1564c41c", "88da852ae4fa2e1e36aeb2d5c94997b1", "KLj3QzQP/NA="),
    ("a2c786d0-f9ef-4cb3-b333-cd323a4284a5", "4edb7704cdbf03617f4800bd878a6df2", "xNvWVxoWk04="),
    ("db06a8fe-ec16-4de2-9228-2c71e9b856ab", "3179923adf3c929892951e62f93a518a", "GnKaQIRacPU="),
]

private func header(_ text: String) throws(WRMHeaderFailure) -> WRMHeader { try WRMHeader(parsing: Array(text.utf8)) }

private func wrap(_ data: String, version: String) -> String {
    """
    <WRMHEADER xmlns="http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader" version="\(version)">\
    <DATA>\(data)</DATA></WRMHEADER>
    """
}

@Suite("PlayReady content")
struct PlayReadyContentTests {
    @Test("a key seed makes the published keys, with the published checksums", arguments: published)
    func derives(keyID: String, key: String, checksum: String) throws {
        let keySeed = try #require(PlayReadyKeySeed(Secret(copying: Base64.standard.decode(seed.utf8))))
        let keyID = try KeyID(keyID)

        let derived = keySeed.key(for: keyID)

        #expect(Hex.encode(derived.withBytes { [UInt8](copying: $0) }) == key)
        #expect(try Base64.standard.encode(PlayReadyChecksum.bytes(of: derived, for: keyID)) == checksum)
    }

    @Test("a seed of fewer than 30 bytes is none, and what follows them counts for nothing")
    func boundsSeeds() throws {
        let keyID = try KeyID(published[0].0)
        let long = [UInt8](repeating: 7, count: 30)
        let keys = try [long, long + [1]].map { bytes in
            try #require(PlayReadyKeySeed(Secret(copying: bytes))).key(for: keyID).withBytes { [UInt8](copying: $0) }
        }
        #expect(keys[0] == keys[1])
        #expect(PlayReadyKeySeed(Secret(copying: long.dropLast())) == nil)
    }

    @Test("a GUID has its first three groups turned around")
    func turnsGroups() throws {
        let keyID = try KeyID("6f651ae1-dbe4-4434-bcb4-690d1564c41c")
        #expect(Hex.encode(keyID.guid) == "e11a656fe4db3444bcb4690d1564c41c")
        #expect(try KeyID(guid: keyID.guid) == keyID)
        #expect(throws: Malformed.self) { try KeyID(guid: [1, 2, 3]) }
    }
}

@Suite("PlayReady header")
struct WRMHeaderTests {
    private static let kid = "4Rplb+TbNES8tGkNFWTEHA=="

    @Test("a header of each version is read as the specification has it")
    func reads() throws {
        let keyID = try KeyID(published[0].0)
        let plain = WRMHeader.Key(keyID: keyID, cipher: .ctr)
        let checked = WRMHeader.Key(
            keyID: keyID, cipher: .ctr, checksum: try Base64.standard.decode(published[0].2.utf8))
        let other = WRMHeader.Key(keyID: try KeyID(published[1].0), cipher: .cbc)
        let url = "https://a.example/?x=1&y"

        let one = try header(
            wrap(
                """
                <PROTECTINFO><KEYLEN>16</KEYLEN><ALGID>AESCTR</ALGID></PROTECTINFO><KID>\(Self.kid)</KID>
                <CHECKSUM>KLj3QzQP/NA=</CHECKSUM><LA_URL>https://a.example/?x=1&amp;y</LA_URL>
                <CUSTOMATTRIBUTES><PublicKey>x</PublicKey></CUSTOMATTRIBUTES>
                """, version: "4.0.0.0"))
        #expect(one == WRMHeader(version: .v4_0, keys: [checked], licenseURL: url))
        let element = #"<KID ALGID="AESCTR" CHECKSUM="KLj3QzQP/NA=" VALUE="\#(Self.kid)"></KID>"#
        let two = try header(wrap("<PROTECTINFO>\(element)</PROTECTINFO>", version: "4.1.0.0"))
        #expect(two == WRMHeader(version: .v4_1, keys: [checked]))
        let three = try header(
            wrap(
                #"<PROTECTINFO><KIDS><KID ALGID="AESCTR" VALUE="\#(Self.kid)"/></KIDS></PROTECTINFO>"#,
                version: "4.2.0.0"))
        #expect(three == WRMHeader(version: .v4_2, keys: [plain]))
        let second = #"<KID ALGID="AESCBC" VALUE="0IbHou/5s0yzM80yOkKEpQ=="></KID>"#
        let four = try header(
            wrap(#"<PROTECTINFO><KIDS><KID VALUE="\#(Self.kid)"/>\#(second)</KIDS></PROTECTINFO>"#, version: "4.3.0.0"))
        #expect(four == WRMHeader(version: .v4_3, keys: [WRMHeader.Key(keyID: keyID, cipher: nil), other]))
    }

    @Test("what is written is read again, as XML and as an object in its box", arguments: WRMHeader.Version.allCases)
    func roundTrips(version: WRMHeader.Version) throws {
        let keys = (1...UInt128(version.keysMax)).map { number in
            WRMHeader.Key(keyID: KeyID(number << 64 | number), cipher: .ctr, checksum: [1, 2, 3, 4, 5, 6, 7, 8])
        }
        let header = WRMHeader(version: version, keys: keys, licenseURL: "https://a.example/<é>")
        let object = PlayReadyObject(header)

        #expect(try WRMHeader(parsing: header.xml) == header)
        #expect(try PlayReadyObject(parsing: object.bytes) == object)
        #expect(try PlayReadyObject(parsing: PSSHBox(parsing: PSSHBox(object).bytes).data) == object)
    }

    @Test(
        "a header that is wrong is refused",
        arguments: [
            "", "<WRMHEADER/>", wrap("", version: "4.0.0.0"), wrap("", version: "4.2.0.0"),
            wrap("<PROTECTINFO><KIDS></KIDS></PROTECTINFO>", version: "4.2.0.0"),
            wrap("<PROTECTINFO><ALGID>AESCTR</ALGID></PROTECTINFO><KID>AA==</KID>", version: "4.0.0.0"),
            wrap("<PROTECTINFO><ALGID>COCKTAIL</ALGID></PROTECTINFO><KID>\(kid)</KID>", version: "4.0.0.0"),
            wrap(
                "<PROTECTINFO><ALGID>AESCTR</ALGID><KEYLEN>7</KEYLEN></PROTECTINFO><KID>\(kid)</KID>",
                version: "4.0.0.0"),
            wrap("<PROTECTINFO><KID ALGID='AESCBC' VALUE='\(kid)'/></PROTECTINFO>", version: "4.1.0.0"),
            wrap("<PROTECTINFO><KID VALUE='\(kid)'/></PROTECTINFO>", version: "4.1.0.0"),
            wrap("<PROTECTINFO><KIDS><KID ALGID='AESCBC' VALUE='\(kid)'/></KIDS></PROTECTINFO>", version: "4.2.0.0"),
            wrap(
                "<PROTECTINFO><KID ALGID='AESCTR' CHECKSUM='AA==' VALUE='\(kid)'/></PROTECTINFO>", version: "4.1.0.0"),
            wrap(
                "<PROTECTINFO><KIDS><KID VALUE='\(kid)'/><KID VALUE='\(kid)'/></KIDS></PROTECTINFO>",
                version: "4.3.0.0"),
        ])
    func refuses(text: String) {
        #expect(throws: WRMHeaderFailure.malformed) { try header(text) }
    }

    @Test("another version is refused by its own name", arguments: ["4.4.0.0", "2.0.0.0", "", "4.0.0.0 "])
    func refusesVersions(version: String) {
        #expect(throws: WRMHeaderFailure.unsupportedVersion) { try header(wrap("", version: version)) }
    }

    @Test("more keys than a request may ask for are refused")
    func boundsKeys() throws {
        let list = (0..<65).map { #"<KID VALUE="\#(Base64.standard.encode(KeyID(UInt128($0)).guid))"/>"# }.joined()
        let text = wrap("<PROTECTINFO><KIDS>\(list)</KIDS></PROTECTINFO>", version: "4.3.0.0")
        #expect(throws: WRMHeaderFailure.malformed) { try header(text) }
    }

    @Test("an object cut short or changed in a byte is read or refused, and never traps")
    func survives() throws {
        let object = PlayReadyObject(
            WRMHeader(version: .v4_3, keys: [WRMHeader.Key(keyID: KeyID(5), cipher: .cbc)])
        ).bytes
        for place in object.indices {
            #expect(throws: WRMHeaderFailure.self) { try PlayReadyObject(parsing: Array(object.prefix(place))) }
            for bit in 0..<8 {
                var changed = object
                changed[place] ^= 1 << bit
                _ = try? PlayReadyObject(parsing: changed)
            }
        }
    }
}
