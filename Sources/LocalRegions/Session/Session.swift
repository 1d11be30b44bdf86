package import Foundation

/// A run that other programs can see and disturb: it describes itself in `session.json` and obeys fault orders.
package actor Session {
    package nonisolated let run: SteeredRegions
    package nonisolated let faults: Faults
    private let state: URL
    private let box: OrderBox
    private let license: SessionDescription.License
    private let packager: SessionDescription.Packager

    private static let content = "drill"
    private static let tokenName = "license-token"
    private static let apiKeyName = "packager-key"
    private static let planName = "drill.yaml"
    private static let pause = Duration.milliseconds(20)

    /// Registers a content to ask licenses for, and writes the description: from then on the run is to be had.
    ///
    /// - Parameter state: A folder of the caller's, made when it is not there; nothing else in it is touched.
    package init(of run: SteeredRegions, faults: Faults, in state: URL) async throws {
        self.run = run
        self.faults = faults
        self.state = state
        box = OrderBox(in: state)
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        try box.open()
        license = try await Self.makeLicense(for: run, in: state)
        packager = try await Self.makePackager(for: run, in: state)
        try await describe()
        // Not this process's own: a test may hold the session.
        let tool = try Evergrant.findBinary().deletingLastPathComponent().appending(path: "evergrant-local")
        let plan = try DrillPlanText(session: .read(from: state), state: state, tool: tool)
        try Data(plan.yaml.utf8).write(to: state.appending(path: Self.planName), options: .atomic)
    }

    /// Obeys orders until it is cancelled; the description is renewed after each.
    package func serve() async throws {
        while true {
            let wasBusy = try await box.serve { order in
                let receipt = await faults.obey(order)
                try? await describe()
                return receipt
            }
            if !wasBusy { try await Task.sleep(for: Self.pause) }
        }
    }

    /// Takes away what it wrote: nobody shall take a session that has ended for one that runs.
    package func end() {
        let manager = FileManager.default
        try? manager.removeItem(at: SessionDescription.file(in: state))
        for name in [Self.tokenName, Self.apiKeyName, Self.planName] {
            try? manager.removeItem(at: state.appending(path: name))
        }
        box.close()
    }

    private func describe() async throws {
        try await SessionDescription(of: run, license: license, packager: packager).write(to: state)
    }

    private static func makeLicense(
        for run: SteeredRegions, in state: URL
    ) async throws -> SessionDescription.License {
        let site = run.regions.site
        let answer = try await site.packager.put(content, at: run.regions.seoul.endpoints).expecting(200, 201)
        let keyIDs = try answer.decode(PackagerAPI.Content.self).tracks.map(\.keyIDHex)
        let challenge = try ClearKeyChallenge(keyIDs: keyIDs).encoded()
        let token = try await site.token(for: content)
        let file = try secret(token, named: tokenName, in: state)
        return SessionDescription.License(
            path: "/v1/licenses/clearkey", body: String(decoding: challenge, as: UTF8.self), token: token,
            tokenFile: file)
    }

    private static func makePackager(
        for run: SteeredRegions, in state: URL
    ) async throws -> SessionDescription.Packager {
        let packager = run.regions.site.packager
        return SessionDescription.Packager(
            path: "/v1/sites/\(packager.site)/contents/", body: #"{"tracks":[{"type":"SD"},{"type":"AUDIO"}]}"#,
            apiKey: packager.apiKey, apiKeyFile: try secret(packager.apiKey, named: apiKeyName, in: state))
    }

    private static func secret(_ text: String, named name: String, in folder: URL) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return file.path
    }
}
