package import Foundation
internal import LocalRegions

/// `pywidevine` from PyPI: a Widevine client that others wrote.
package enum PyWidevine {
    package static let isInstalled = FileManager.default.fileExists(atPath: folder.appending(path: "installed").path)

    /// What a player is to do: ask one server for the keys of one content.
    package struct Order: Encodable, Sendable {
        package var url: String
        package var token: String
        /// Trusted for TLS.
        package var authority: String
        /// A `.wvd` file, and the root that the service certificate is believed under.
        package var device: String
        package var root: String
        package var keyIDs: [String]
        /// STREAMING, OFFLINE or AUTOMATIC.
        package var type: String
        /// Whether it encrypts its identification to the service certificate.
        package var `private`: Bool

        package init(
            url: URL, token: String, authority: URL, device: URL, root: URL, keyIDs: [String], type: String,
            isPrivate: Bool
        ) {
            self.url = url.absoluteString
            self.token = token
            self.authority = authority.path
            self.device = device.path
            self.root = root.path
            self.keyIDs = keyIDs
            self.type = type
            `private` = isPrivate
        }
    }

    /// What it got: keys in base64 by their UUIDs, or the status and the number of the reason.
    package struct Outcome: Decodable, Equatable, Sendable {
        package var keys: [String: String]?
        package var status: Int?
        package var error: Int?

        package init(keys: [String: String]? = nil, status: Int? = nil, error: Int? = nil) {
            self.keys = keys
            self.status = status
            self.error = error
        }
    }

    /// Carries out the orders, one after the other.
    package static func play(_ orders: [Order]) async throws -> [Outcome] {
        let command = Command(
            folder.appending(path: "bin/python").path, [TestPeers.script("widevine_player.py").path])
        let result = try await command.run(input: try JSONEncoder().encode(orders), within: .seconds(180))
        return try JSONDecoder().decode([Outcome].self, from: result.output)
    }

    private static var folder: URL { ToolFolder.url.appending(path: "widevine-player") }
}
