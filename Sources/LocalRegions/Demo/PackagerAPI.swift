package import Foundation

/// The packager's side of the server: content info in and out, over TLS, with an API key.
package struct PackagerAPI: Sendable {
    package let site: String
    package let apiKey: String
    package let client: WebClient

    package struct Track: Codable, Equatable, Sendable {
        package var type: String
        package var scheme: String

        package init(type: String, scheme: String) {
            self.type = type
            self.scheme = scheme
        }
    }

    /// What the server says about a content.
    package struct Content: Decodable, Sendable {
        package let tracks: [Key]
        /// The regions that hold the keys; absent from an answer that wrote nothing.
        package let durableIn: [String]?
    }

    /// A `pssh` box for the file.
    package struct Box: Decodable, Equatable, Sendable {
        package let system: String
        /// The whole box in base64.
        package let box: String
    }

    package struct Key: Decodable, Equatable, Sendable {
        package let type: String
        package let scheme: String
        /// A UUID, under the name that the API gives it.
        package let keyId: String
        /// Base64 of 16 bytes.
        package let key: String
        package let pssh: [Box]

        /// 32 hexadecimal digits, as packagers want them.
        package var keyIDHex: String { keyId.replacing("-", with: "").lowercased() }
        package var keyHex: String {
            (Data(base64Encoded: key) ?? Data()).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
        }
    }

    private struct Wish: Encodable { let tracks: [Track] }

    package func url(of content: String, at region: RegionEndpoints) -> URL {
        region.secure.appending(path: "v1/sites/\(site)/contents/\(content)")
    }

    /// Asks for a video and an audio key, which makes the content unless it is there.
    package func put(_ content: String, scheme: String = "cenc", at region: RegionEndpoints) async throws -> WebAnswer {
        let wish = Wish(tracks: [Track(type: "SD", scheme: scheme), Track(type: "AUDIO", scheme: scheme)])
        return try await client.answer(WebRequest("PUT", url(of: content, at: region), bearer: apiKey, json: wish))
    }

    package func get(_ content: String, at region: RegionEndpoints) async throws -> WebAnswer {
        try await client.answer(.get(url(of: content, at: region), bearer: apiKey))
    }
}
