import Foundation
import LocalRegions

/// pyplayready, a client that others wrote: `make interop` installs it and lets it run, and nothing else does.
package enum PyPlayReady {
    private static var folder: URL { ToolFolder.url.appending(path: "playready-client") }

    /// Whether somebody asked for it, and it is here.
    package static let isWanted =
        ProcessInfo.processInfo.environment["EVERGRANT_INTEROP"] != nil
        && FileManager.default.fileExists(atPath: folder.appending(path: "installed").path)
    package static let advice = "only make interop runs pyplayready"

    /// What it has to know of the server and of its own device.
    package struct Player: Sendable {
        package let url: String
        package let device: [UInt8]
        /// X ‖ Y in hex, of the server's key and of the root's.
        package let serverKey: String
        package let rootKey: String
        package var token: String?
        /// Trusted for TLS.
        package var authority: String?

        package init(
            url: String, device: [UInt8], serverKey: String, rootKey: String, token: String? = nil,
            authority: String? = nil
        ) {
            self.url = url
            self.device = device
            self.serverKey = serverKey
            self.rootKey = rootKey
            self.token = token
            self.authority = authority
        }

        /// The keys it got for a box, KID to key; or the name of its error under `error`.
        package func play(pssh: [UInt8]) async throws -> [String: String] {
            let folder = try TemporaryDirectory(prefix: "evergrant-playready")
            let file = folder.url.appending(path: "device.prd")
            try Data(device).write(to: file)
            let command = Command(
                PyPlayReady.folder.appending(path: "bin/python").path,
                [TestPeers.script("playready_player.py").path, url, file.path, serverKey, rootKey]
                    + [Data(pssh).base64EncodedString()] + (token.map { [$0] } ?? []),
                environment: authority.map { ["SSL_CERT_FILE": $0] } ?? [:])
            let result = try await command.run()
            return try JSONDecoder().decode([String: String].self, from: Data(result.text.utf8))
        }
    }
}
