internal import Foundation

/// A tenant with what its people need: a packager's API key, and a key that signs license tokens.
package struct DemoSite: Sendable {
    package let name: String
    package let packager: PackagerAPI
    private let tokenKeyFile: URL
    private let operatorTool: Evergrant

    private static let algorithm = "ES256"
    private static let tokenKey = "demo-2026"

    /// Creates the site through the operator's commands, at the region that takes writes.
    static func create(
        _ name: String, with tool: Evergrant, client: WebClient, in folder: URL
    ) async throws -> DemoSite {
        let keyFile = folder.appending(path: "token-key.pem")
        try await tool.run("site", "create", name)
        let apiKey = try await tool.run("credential", "create", "--site", name, "--name", "local packager")
        try await tool.run(
            "token-key", "create", "--site", name, "--id", tokenKey, "--algorithm", algorithm, "--out", keyFile.path)
        return DemoSite(
            name: name, packager: PackagerAPI(site: name, apiKey: apiKey, client: client), tokenKeyFile: keyFile,
            operatorTool: tool)
    }

    /// A license token for one content, as the site's back end would make it.
    package func token(
        for content: String, lifetimeSeconds: Int = 86_400, isForOneUse: Bool = false
    ) async throws -> String {
        let arguments = [
            "token", "mint", "--key-file", tokenKeyFile.path, "--algorithm", Self.algorithm, "--key-id", Self.tokenKey,
            "--site", name, "--content", content, "--subject", "viewer-1", "--lifetime-seconds", "\(lifetimeSeconds)",
        ]
        let once = isForOneUse ? ["--once"] : []
        return try await Command(operatorTool.binary.path, arguments + once).run(within: .seconds(30)).text
    }
}
