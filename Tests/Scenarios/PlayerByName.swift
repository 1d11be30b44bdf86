import Foundation
import LocalRegions
import Testing

/// Asks for licenses as players do: by the service's name, resolved anew each time.
struct PlayerByName {
    let run: SteeredRegions
    let token: String
    let challenge: Data

    /// Registers a content in Seoul and returns somebody who watches it.
    static func register(_ content: String, with run: SteeredRegions) async throws -> PlayerByName {
        let film = try await run.regions.create(content)
        return PlayerByName(
            run: run, token: try await run.regions.site.token(for: content),
            challenge: try ClearKeyChallenge(keyIDs: film.tracks.map(\.keyId)).encoded())
    }

    /// The region that grants a license now.
    func license() async throws -> String? { try await answer().header("Evergrant-Region") }

    /// How long a license takes, from connecting to its last byte.
    func timeOfLicense() async throws -> Duration { try await answer().time }

    private func answer() async throws -> WebAnswer {
        let address = try #require(await run.addressByName())
        var request = try run.request("POST", "v1/licenses/clearkey", at: address)
        request.headers = [("Authorization", "Bearer \(token)")]
        request.body = challenge
        request.limit = .seconds(2)
        return try await run.regions.client.answer(request).expecting(200)
    }

    /// Asks until a region serves, for as long as that may take and some for a slow machine.
    func isServed(by region: String, within pace: Pace) async throws {
        try await eventually("\(region) serves by name", within: pace.switchedWithin + .seconds(20)) {
            try await license() == region
        }
    }
}

/// Runs a story in two fresh regions with a name that moves, and keeps the vantages' last words when it fails.
func withSteeredRegions(
    _ pace: Pace, vantages: Int = 3, _ story: (SteeredRegions) async throws -> Void
) async throws {
    let run = try await SteeredRegions.start(pace: pace, vantages: vantages, survivePowerCut: false)
    do {
        try await story(run)
    } catch {
        for region in run.regions.regions { Issue.record("\(region.name): \(lastWords(of: region.server.log))") }
        for vantage in run.vantages { Issue.record("\(vantage.name): \(lastWords(of: vantage.log))") }
        await run.stop()
        throw error
    }
    await run.stop()
}
