import Cryptography
import Foundation

/// An answer that holds keys.
protocol AnswerBody: Decodable {
    var heldKeys: Set<HeldKey> { get }
    var regions: Set<String> { get }
}

/// What a packager reads.
struct ContentBody: AnswerBody {
    struct Track: Decodable {
        let keyId: String
        let key: String
    }

    let tracks: [Track]
    let durableIn: [String]?

    var heldKeys: Set<HeldKey> {
        Set(tracks.map { HeldKey(hexID: $0.keyId, key: Data(base64Encoded: $0.key)) })
    }
    var regions: Set<String> { Set(durableIn ?? []) }
}

/// What a player reads (W3C EME §9.1.4).
struct LicenseBody: AnswerBody {
    struct Key: Decodable {
        let kid: String
        let k: String
    }

    let keys: [Key]

    var heldKeys: Set<HeldKey> {
        Set(keys.map { HeldKey(hexID: Data(base64URL: $0.kid)?.hex ?? "", key: Data(base64URL: $0.k)) })
    }
    var regions: Set<String> { [] }
}

extension HeldKey {
    fileprivate init(hexID: String, key: Data?) {
        self.init(
            keyID: hexID.replacing("-", with: "").lowercased(),
            fingerprint: key.map { Data(SHA256.digest([UInt8]($0)).prefix(8)).hex } ?? "no key")
    }
}

extension Data {
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
