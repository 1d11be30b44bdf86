package import Foundation

/// The demo page with its clips: plain files over HTTP on the loopback, which browsers take for a secure context.
package actor DemoPage {
    package nonisolated let url: URL
    private let folder: URL
    private let server: ChildProcess

    /// What the page reads to know where it is; `deploy/local/page/player.js` is its other end.
    private struct Settings: Encodable {
        struct Clip: Encodable {
            let name: String
            let token: String
            let tracks: [PackagedClip.Track]
        }

        let regions: [RegionEndpoints]
        let clips: [Clip]
    }

    private init(url: URL, folder: URL, server: ChildProcess) {
        self.url = url
        self.folder = folder
        self.server = server
    }

    /// Registers two contents, encrypts the clip under their keys, one per scheme, and serves the page beside them.
    package static func start(
        for regions: TwoRegions, progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> DemoPage {
        let base = regions.folder.url
        let folder = base.appending(path: "page")
        try FileManager.default.copyItem(at: RepositoryFolder.find().appending(path: "deploy/local/page"), to: folder)
        progress("Rendering the demo clip")
        let clip = try await DemoClip.render(in: base, with: .find())
        var clips: [Settings.Clip] = []
        for scheme in ["cenc", "cbcs"] {
            progress("Registering and encrypting it with Shaka Packager (\(scheme))")
            clips.append(try await register(clip, scheme: scheme, with: regions, in: folder))
        }
        let settings = Settings(regions: regions.regions.map(\.endpoints), clips: clips)
        try JSONEncoder().encode(settings).write(to: folder.appending(path: "settings.json"))
        try point(folder, at: regions.seoul.name)
        return try await FreePort.retrying { try await serve(folder, log: base.appending(path: "page-server.log")) }
    }

    private static func register(
        _ clip: DemoClip, scheme: String, with regions: TwoRegions, in folder: URL
    ) async throws -> Settings.Clip {
        let name = "clip-\(scheme)"
        let answer = try await regions.site.packager.put(name, scheme: scheme, at: regions.seoul.endpoints)
        let content = try answer.expecting(200, 201).decode(PackagerAPI.Content.self)
        let packaged = try await clip.packaged(
            scheme: scheme, keys: content.tracks, in: folder.appending(path: "clips/\(name)"))
        return Settings.Clip(
            name: name, token: try await regions.site.token(for: name), tracks: packaged.tracks)
    }

    /// Starts the file server and returns once it answers.
    private static func serve(_ folder: URL, log: URL) async throws -> DemoPage {
        let port = try FreePort.claim(preferring: 8000)
        guard let url = URL(string: "http://127.0.0.1:\(port)/") else { throw LocalRegionsFailure.noFreePort }
        let arguments = ["-m", "http.server", "--bind", "127.0.0.1", "--directory", folder.path, "\(port)"]
        let server = try await ChildProcess.start(Command("python3", arguments), name: "the demo page", log: log)
        let client = WebClient()
        try await eventually("the demo page is served", within: .seconds(15)) {
            try server.requireRunning()
            return await client.status(of: url) == 200
        }
        return DemoPage(url: url, folder: folder, server: server)
    }

    /// Says where the service's name points, for a page that takes whoever answers.
    package func point(at region: String) throws { try Self.point(folder, at: region) }

    private static func point(_ folder: URL, at region: String) throws {
        try JSONEncoder().encode(["region": region]).write(to: folder.appending(path: "name.json"), options: .atomic)
    }

    package func stop() async { await server.terminate() }
}
