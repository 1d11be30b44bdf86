import Bytes
import Cryptography
import DRMSystems
import Foundation
import TestSupport

/// One question of a player, and how the license that answers it is opened.
struct SystemExchange {
    let body: [UInt8]
    let type: String
    let open: ([UInt8]) throws -> [KeyID: [UInt8]]
}

/// A player of one DRM system: what all of them have in common in a story.
protocol SystemPlayer {
    /// As the path of its endpoint has it.
    var name: String { get }
    /// Keys that one license of the system can hold.
    var keysMax: Int { get }

    func ask(for keyIDs: [KeyID]) throws -> SystemExchange
}

extension SystemPlayer {
    var keysMax: Int { 64 }
}

/// W3C Clear Key: the keys come in clear.
struct ClearKeyPlayer: SystemPlayer {
    let name = "clearkey"

    private struct License: Decodable {
        struct Key: Decodable {
            let kid: String
            let k: String
        }

        let keys: [Key]
    }

    func ask(for keyIDs: [KeyID]) throws -> SystemExchange {
        let kids = keyIDs.map { "\"\(Base64.url.encode($0.bytes))\"" }.joined(separator: ",")
        let body = #"{"kids":[\#(kids)],"type":"temporary"}"#
        return SystemExchange(body: Array(body.utf8), type: "application/json") { answer in
            let license = try JSONDecoder().decode(License.self, from: Data(answer))
            return try Dictionary(
                uniqueKeysWithValues: license.keys.map {
                    (try KeyID(bytes: Base64.url.decode($0.kid.utf8)), try Base64.url.decode($0.k.utf8))
                })
        }
    }
}

extension WidevinePlayer: SystemPlayer {
    var name: String { "widevine" }

    func ask(for keyIDs: [KeyID]) throws -> SystemExchange {
        let challenge = try request(keyIDs)
        return SystemExchange(body: challenge, type: "application/octet-stream") { answer in
            try open(answer, to: challenge).keys
        }
    }
}

extension PlayReadyPlayer: SystemPlayer {
    var name: String { "playready" }

    func ask(for keyIDs: [KeyID]) throws -> SystemExchange {
        let header = WRMHeader(
            version: .v4_3, keys: keyIDs.map { WRMHeader.Key(keyID: $0, cipher: .ctr) })
        let request = try request(header: String(decoding: header.xml, as: UTF8.self))
        return SystemExchange(body: try request.bytes(), type: "text/xml; charset=utf-8", open: keys(in:))
    }
}

/// A player of FairPlay, whose device key is the one that the server is configured with.
struct FairPlayStoryPlayer: SystemPlayer {
    let name = "fairplay"
    let keysMax = 1
    let credential: FairPlayCredential
    let deviceKey: Secret

    func ask(for keyIDs: [KeyID]) throws -> SystemExchange {
        var player = FairPlayPlayer.current(.two, seed: UInt64.random(in: .min ... .max))
        let asset = Array((keyIDs.first?.description ?? "").utf8)
        let spc = try player.spc(
            for: asset, certificate: credential.certificate, publicKey: credential.key.publicKey, deviceKey: deviceKey)
        let asked = player
        return SystemExchange(body: spc, type: "application/octet-stream") { ckc in
            Dictionary(uniqueKeysWithValues: try keyIDs.map { ($0, try asked.open(ckc).contentKey) })
        }
    }
}
