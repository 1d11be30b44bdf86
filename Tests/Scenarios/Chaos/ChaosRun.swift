import Cryptography
import Foundation
import HTTPClient
import LocalRegions
import Reactor

/// Two regions that one schedule after another is done to.
struct ChaosRun: Sendable {
    let regions: TwoRegions
    private let run: SteeredRegions
    private let faults: Faults
    private let client: ChaosClient
    private let investigator: Investigator
    private let roles: [String: Bool]
    /// What players ask for before anything is packaged.
    private let films: [ChaosLoad.Film]

    /// Before the first and after the last fault.
    private static let calm = Duration.milliseconds(400)
    private static let filmCount = 3
    private static let remarkable = Duration.seconds(2)
    private static let looksMax = 3

    static func start() async throws -> ChaosRun {
        let run = try await SteeredRegions.start(pace: .window(.seconds(6)), vantages: 0)
        let regions = run.regions
        let trust = try TLSClientContext(trustAnchorsFile: regions.authority.anchorFile.path)
        let client = try ChaosClient(
            requester: HTTPRequester(trust: trust, resolver: NameResolver()),
            loop: EventLoop.start(named: "chaos-clients"), apiKey: regions.site.packager.apiKey)
        let investigator = Investigator(regions: regions, client: client)
        var films: [ChaosLoad.Film] = []
        for number in 0..<filmCount {
            let keys = try await regions.create("film-\(number)").tracks.map(\.keyId)
            films.append(
                ChaosLoad.Film(
                    name: "film-\(number)", token: try await regions.site.token(for: "film-\(number)"),
                    challenge: try ClearKeyChallenge(keyIDs: keys).encoded()))
        }
        return ChaosRun(
            regions: regions, run: run, faults: Faults(in: run), client: client, investigator: investigator,
            roles: try await investigator.roles(), films: films)
    }

    private init(
        regions: TwoRegions, run: SteeredRegions, faults: Faults, client: ChaosClient, investigator: Investigator,
        roles: [String: Bool], films: [ChaosLoad.Film]
    ) {
        self.regions = regions
        self.run = run
        self.faults = faults
        self.client = client
        self.investigator = investigator
        self.roles = roles
        self.films = films
    }

    func stop() async {
        client.loop.stop()
        await run.stop()
    }

    /// What this machine lets us do.
    static var possibleFaults: [ChaosFault] {
        ChaosFault.all(
            cutsNetworks: ProcessInfo.processInfo.environment["EVERGRANT_ISOLATED"] == "yes", slowsDisks: getuid() == 0)
    }

    /// Does the schedule's faults to the regions under load, heals them, and returns what was seen and found.
    ///
    /// - Parameter prefix: Begins the contents' names, different for each schedule of a run.
    func perform(_ schedule: FaultSchedule, prefix: String) async throws -> Evidence {
        let load = ChaosLoad(on: regions, client: client, prefix: prefix, films: films)
        async let working: Void = load.work(seed: schedule.seed)
        do {
            try await client.loop.sleep(for: Self.calm)
            for step in schedule.steps { try await take(step) }
            try await client.loop.sleep(for: Self.calm)
        } catch {
            await load.end()
            await working
            throw error
        }
        await load.end()
        await working
        return try await settledEvidence(of: load.operations, prefix: "\(prefix)-")
    }

    /// Everything that was ever promised, against what is there at the end.
    func finalEvidence(of operations: [Operation]) async throws -> Evidence {
        try await settledEvidence(of: operations, prefix: "")
    }

    /// What is found once nothing moves any more.
    ///
    /// A server may still be at work on what its client has given up, and a record or a content of that is on its way
    /// while we look. What is broken stays broken, so a violation that is gone with the next look was none.
    private func settledEvidence(of operations: [Operation], prefix: String) async throws -> Evidence {
        var looks = 1
        while true {
            try await telling("to become quiet") { try await investigator.quiet() }
            let evidence = try await investigator.evidence(of: operations, roles: roles, prefix: prefix)
            if looks == Self.looksMax || HistoryChecker(evidence: evidence).violations().isEmpty { return evidence }
            looks += 1
            try await client.loop.sleep(for: .seconds(1))
        }
    }

    private func take(_ step: FaultSchedule.Step) async throws {
        try await client.loop.sleep(for: step.pause)
        try await telling("\(step.action.rawValue) \(step.fault)") {
            switch step.action {
            case .inject: try await faults.inject(step.fault.fault, at: step.fault.region)
            case .heal: try await faults.heal(step.fault.fault, at: step.fault.region)
            }
        }
    }

    /// Whoever waits for a schedule is told what it waits for.
    private func telling<R>(_ what: String, _ body: () async throws -> R) async rethrows -> R {
        let began = ContinuousClock.now
        defer {
            let time = ContinuousClock.now - began
            if time > Self.remarkable { print("chaos: \(what) took \(time.inMilliseconds) ms") }
        }
        return try await body()
    }
}
