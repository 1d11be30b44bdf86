import Bytes
import DRMSystems
import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("a PlayReady player of our own gets exactly the keys put in, in both regions, wherever its token stands")
    func playReady() async throws {
        try await withTwoRegions { regions in
            let files = try await PlayReadyFiles.make("playready", in: regions)
            try await regions.configure(files.settings)
            let keys = try await regions.create("one").tracks
            let expected = try keys.contents
            let token = try await regions.site.token(for: "one")

            for region in regions.regions {
                for place in TokenPlace.allCases {
                    let player = try files.player()
                    let answer = try await regions.ask(player, try header(keys), at: region, token, in: place)
                    #expect(answer.status == 200, "\(region.name), \(place): \(answer.text)")
                    #expect(try player.keys(in: [UInt8](answer.body)) == expected)
                    #expect(answer.header("content-type") == "text/xml; charset=utf-8")
                }
            }
        }
    }

    @Test("a device of another root hears a PlayReady fault, and a token for other content too")
    func playReadyRefuses() async throws {
        try await withTwoRegions { regions in
            let files = try await PlayReadyFiles.make("playready", in: regions)
            let strangers = try await PlayReadyFiles.make("strangers", in: regions)
            try await regions.configure(files.settings)
            let keys = try await regions.create("one").tracks
            let (right, wrong) = (try await regions.site.token(for: "one"), try await regions.site.token(for: "two"))
            let stranger = PlayReadyPlayer(try strangers.player().device, serverKey: try files.player().serverKey)

            for (player, token, status) in [(stranger, right, "0x8004c601"), (try files.player(), wrong, "0x8004c604")]
            {
                let answer = try await regions.ask(player, try header(keys), at: regions.seoul, token, in: .header)
                #expect(answer.status == 500)
                #expect(try PlayReadyReceivedFault(parsing: [UInt8](answer.body)).status == status)
            }
        }
    }

    @Test("a PlayReady player gets each key by the header that the packager was given for it, of either scheme")
    func playReadyHeaders() async throws {
        try await withTwoRegions { regions in
            let files = try await PlayReadyFiles.make("playready", in: regions)
            try await regions.configure(files.settings)
            for (scheme, version) in [("cenc", WRMHeader.Version.v4_0), ("cbcs", .v4_3)] {
                let created = try await regions.site.packager.put(scheme, scheme: scheme, at: regions.seoul.endpoints)
                let content: PackagerAPI.Content = try created.expecting(201).decode()
                let token = try await regions.site.token(for: scheme)
                for key in content.tracks {
                    let header = try PlayReadyObject(parsing: try key.playReadyBox.data).header
                    #expect(header.version == version)
                    let player = try files.player()
                    let answer = try await regions.ask(player, header, at: regions.tokyo, token, in: .header)
                    #expect(answer.status == 200, "\(answer.text)")
                    #expect(try player.keys(in: [UInt8](answer.body)) == [key].contents)
                }
            }
        }
    }

    @Test(
        "pyplayready gets exactly the keys put in, in both regions",
        .enabled(if: PyPlayReady.isWanted, Comment(rawValue: PyPlayReady.advice)))
    func pyPlayReady() async throws {
        try await withTwoRegions { regions in
            let files = try await PlayReadyFiles.make("playready", in: regions)
            try await regions.configure(files.settings)
            let keys = try await regions.create("one").tracks
            let token = try await regions.site.token(for: "one")
            let hex = Dictionary(uniqueKeysWithValues: keys.map { ($0.keyId.lowercased(), $0.keyHex) })
            // All keys at once, and each by the box that the packager was given for it.
            var titles = [(box: PSSHBox(PlayReadyObject(try header(keys))).bytes, keys: hex)]
            for key in keys { titles.append((try key.playReadyBox.bytes, [key.keyId.lowercased(): key.keyHex])) }

            for region in regions.regions {
                for level in [150, 2_000, 3_000] {
                    let player = PyPlayReady.Player(
                        url: region.endpoints.secure.appending(path: "v1/licenses/playready").absoluteString,
                        device: try files.bytes("device-\(level).prd"),
                        serverKey: try files.key("server-public-key.txt"), rootKey: try files.key("root-key.txt"),
                        token: token, authority: regions.authority.anchorFile.path)
                    for title in titles {
                        #expect(try await player.play(pssh: title.box) == title.keys, "\(region.name), \(level)")
                    }
                }
            }
        }
    }
}

/// Where a player puts its token.
private enum TokenPlace: CaseIterable {
    case header, query, customData
}

private func header(_ keys: [PackagerAPI.Key]) throws -> WRMHeader {
    WRMHeader(version: .v4_3, keys: try keys.map { WRMHeader.Key(keyID: try KeyID($0.keyId), cipher: .ctr) })
}

extension PackagerAPI.Key {
    fileprivate var playReadyBox: PSSHBox {
        get throws {
            let box = try #require(pssh.first { $0.system == "playready" })
            return try PSSHBox(parsing: try Base64.standard.decode(box.box.utf8))
        }
    }
}

extension [PackagerAPI.Key] {
    fileprivate var contents: [KeyID: [UInt8]] {
        get throws {
            Dictionary(
                uniqueKeysWithValues: try map { (try KeyID($0.keyId), try Base64.standard.decode($0.key.utf8)) })
        }
    }
}

extension TwoRegions {
    fileprivate func ask(
        _ player: PlayReadyPlayer, _ header: WRMHeader, at region: Region, _ token: String, in place: TokenPlace
    ) async throws -> WebAnswer {
        let text = String(decoding: header.xml, as: UTF8.self)
        let challenge = try player.request(header: text, customData: place == .customData ? token : nil)
        var url = region.endpoints.secure.appending(path: "v1/licenses/playready")
        if place == .query { url.append(queryItems: [URLQueryItem(name: "token", value: token)]) }
        let type = (name: "Content-Type", value: "text/xml; charset=utf-8")
        let credential = place == .header ? [(name: "Authorization", value: "Bearer \(token)")] : []
        return try await client.answer(
            WebRequest("POST", url, headers: [type] + credential, body: Data(challenge.bytes())))
    }
}
