import Foundation
import LocalRegions
import Reactor
import TestSupport

/// Packagers and players of both regions, for as long as a schedule lasts; what they see is the history.
///
/// What each does is told by the seed; when they do it is the machine's business.
actor ChaosLoad {
    /// A content that players may ask for.
    struct Film: Sendable {
        let name: String
        let token: String
        let challenge: Data
    }

    private let regions: TwoRegions
    private let client: ChaosClient
    private let prefix: String
    private let start = ContinuousClock.now
    private(set) var operations: [Operation] = []
    private var films: [Film]
    /// Acknowledged contents that no player has asked for yet.
    private var premieres: [String: Set<HeldKey>] = [:]
    private var isEnding = false

    static let packagers = 4
    static let players = 6
    /// Names that packagers race for.
    private static let sharedNames = 6
    /// Each takes a process to mint its token.
    private static let premieresMax = 6

    /// - Parameters:
    ///   - prefix: Begins each new content's name.
    ///   - films: What players ask for from the beginning.
    init(on regions: TwoRegions, client: ChaosClient, prefix: String, films: [Film]) {
        self.regions = regions
        self.client = client
        self.prefix = prefix
        self.films = films
    }

    /// Goes on until `end`, and until the last answer or deadline.
    func work(seed: UInt64) async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<Self.packagers {
                group.addTask { await self.pack(number, SeededGenerator(seed: seed &+ UInt64(number) &+ 1_000)) }
            }
            for number in 0..<Self.players {
                group.addTask { await self.play(number, SeededGenerator(seed: seed &+ UInt64(number) &+ 2_000)) }
            }
        }
    }

    func end() { isEnding = true }

    private func pack(_ number: Int, _ chance: SeededGenerator) async {
        var chance = chance
        var count = 0
        while !isEnding {
            count += 1
            let isShared = chance.happens(30)
            let name =
                isShared
                ? "\(prefix)-shared-\(Int.random(in: 0..<Self.sharedNames, using: &chance))"
                : "\(prefix)-\(number)-\(count)"
            // Somebody who wants other tracks of a shared name: whoever comes first decides, the others are refused.
            let scheme = isShared && chance.happens(15) ? "cbcs" : "cenc"
            for _ in 0...(chance.happens(25) ? 1 : 0) {
                await put(name, scheme: scheme, by: "packager \(number)", at: region(&chance, main: 75))
            }
            if chance.happens(40) { await read(name, by: "packager \(number)", at: region(&chance, main: 30)) }
            await pause(chance.pause(5...80))
        }
    }

    private func play(_ number: Int, _ chance: SeededGenerator) async {
        var chance = chance
        while !isEnding {
            if chance.happens(10) { await release() }
            if let film = films.randomElement(using: &chance) {
                let region = region(&chance, main: number.isMultiple(of: 2) ? 90 : 10)
                await record("player \(number)", region, .license(content: film.name)) { client in
                    await client.license(
                        region.endpoints.secure.appending(path: "v1/licenses/clearkey"), token: film.token,
                        challenge: film.challenge)
                }
            }
            await pause(chance.pause(5...40))
        }
    }

    private func put(_ name: String, scheme: String, by packager: String, at region: Region) async {
        let outcome = await record(packager, region, .put(content: name)) { [url = url(name, region)] client in
            await client.put(url, scheme: scheme)
        }
        if case .acknowledged(let acknowledgment) = outcome { premieres[name] = acknowledgment.keys }
    }

    private func read(_ name: String, by packager: String, at region: Region) async {
        await record(packager, region, .read(content: name)) { [url = url(name, region)] client in
            await client.read(url)
        }
    }

    /// Lets players ask for a content that was acknowledged a moment ago.
    private func release() async {
        guard films.count < Self.premieresMax, let (name, keys) = premieres.popFirst() else { return }
        guard let token = try? await regions.site.token(for: name),
            let challenge = try? ClearKeyChallenge(keyIDs: keys.map(\.keyID)).encoded()
        else { return }
        films.append(Film(name: name, token: token, challenge: challenge))
    }

    @discardableResult
    private func record(
        _ client: String, _ region: Region, _ request: Operation.Request, _ ask: (ChaosClient) async -> Outcome
    ) async -> Outcome {
        let invoked = ContinuousClock.now - start
        let outcome = await ask(self.client)
        operations.append(
            Operation(
                client: client, region: region.name, request: request, invokedAt: invoked,
                completedAt: ContinuousClock.now - start, outcome: outcome))
        return outcome
    }

    private func url(_ name: String, _ region: Region) -> URL {
        regions.site.packager.url(of: name, at: region.endpoints)
    }

    private func region(_ chance: inout SeededGenerator, main percent: Int) -> Region {
        chance.happens(percent) ? regions.seoul : regions.tokyo
    }

    private func pause(_ length: Duration) async { try? await client.loop.sleep(for: length) }
}
