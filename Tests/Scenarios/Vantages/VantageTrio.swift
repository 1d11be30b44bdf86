import Cryptography
import Foundation
import LocalRegions
import TestSupport

/// Real probers on this machine, three unless a test wants fewer, and two regions that fall over when they are told to.
///
/// Windows of 6 s on a cycle of 1 s; a probe takes 1 s at most.
actor VantageTrio {
    static let names = ["anyang", "busan", "chuncheon"]
    static let window = Duration.seconds(6)
    /// Cycle and probe timeout.
    static let slack = Duration.seconds(2)
    /// For a machine that does other things as well.
    static let patience = Duration.seconds(6)

    nonisolated let seoul: FakeRegion
    nonisolated let tokyo: FakeRegion
    nonisolated let names: [String]
    private nonisolated let folder: TemporaryDirectory
    private nonisolated let authority: LocalCertificateAuthority
    private nonisolated let binary: URL
    private nonisolated let client: WebClient
    private nonisolated let ports: [String: UInt16]
    private nonisolated let environment: [String: String]
    private var processes: [String: ChildProcess] = [:]

    /// Starts nobody yet.
    ///
    /// - Parameters:
    ///   - alarms: YAML that every vantage's configuration ends with.
    ///   - environment: Added to every vantage's environment.
    init(of count: Int = 3, alarms: String = "", environment: [String: String] = [:]) async throws {
        self.environment = environment
        let names = Array(Self.names.prefix(count))
        let folder = try TemporaryDirectory()
        let authority = try await LocalCertificateAuthority.create(in: folder.url)
        let tls = try TLSContext(
            certificateChainFile: authority.chainFile.path, privateKeyFile: authority.privateKeyFile.path)
        seoul = try await FakeRegion.open(.healthy(mode: "read-write"), for: names, tls: tls)
        tokyo = try await FakeRegion.open(.healthy(mode: "read-only"), for: names, tls: tls)
        ports = Dictionary(uniqueKeysWithValues: try names.map { ($0, try FreePort.claim()) })
        binary = try Evergrant.findBinary()
        client = WebClient(trustAnchors: authority.anchorFile)
        (self.names, self.folder, self.authority) = (names, folder, authority)
        try Data("a secret of the vantages\u{2E}".filter { $0 != " " }.utf8).write(to: file("secret"))
        for name in names {
            try FileManager.default.createDirectory(at: file("state-\(name)"), withIntermediateDirectories: true)
            try Data((try configuration(of: name) + alarms).utf8).write(to: file("\(name).yaml"))
        }
    }

    // MARK: Life

    func startAll() async throws {
        for name in names { try await start(name) }
        for name in names {
            try await eventually("\(name) hears everybody and sees both regions", within: .seconds(20)) {
                let status = try await status(of: name)
                return status.hearsAll && status.regions.values.allSatisfy { $0.standing == "healthy" }
            }
        }
    }

    func start(_ name: String) async throws {
        let process = try await ChildProcess.start(
            Command(binary.path, ["probe", "--config", file("\(name).yaml").path], environment: environment),
            name: name, log: file("\(name).log"))
        processes[name] = process
        try await eventually("\(name) answers", within: .seconds(20)) {
            guard process.isRunning else {
                throw LocalRegionsFailure.endedEarly(name: name, lastWords: process.logTail())
            }
            return await client.status(of: try url(name, "livez")) == 200
        }
    }

    /// As a power cut would.
    func kill(_ name: String) async throws {
        processes[name]?.send(SIGKILL)
        try await processes[name]?.exit(within: .seconds(5))
    }

    func stopAll() async {
        for process in processes.values { await process.terminate() }
    }

    // MARK: Questions and orders

    nonisolated func isAlive(_ name: String) async throws -> Bool {
        try await client.answer(.get(try url(name, "livez"))).status == 200
    }

    nonisolated func status(of name: String) async throws -> ProberStatus {
        try await client.answer(.get(try url(name, "status"))).expecting(200).decode()
    }

    /// What a load balancer would be told.
    nonisolated func activeStatus(_ region: String, at name: String) async throws -> Int {
        try await client.answer(.get(try url(name, "active/\(region)"))).status
    }

    /// A figure of the metrics page; 0 before it is there.
    nonisolated func count(_ figure: String, at name: String) async throws -> Double {
        let page = try await client.answer(.get(try url(name, "metrics"))).expecting(200).text
        let line = page.split(separator: "\n").first { $0.hasPrefix("\(figure) ") }
        return line?.split(separator: " ").last.flatMap { Double($0) } ?? 0
    }

    nonisolated func post(_ path: String, at name: String, bearer: String, body: String) async throws -> WebAnswer {
        try await client.answer(
            WebRequest(
                "POST", try url(name, path), headers: [("Authorization", "Bearer \(bearer)")], body: Data(body.utf8)))
    }

    /// Runs `evergrant probe` with these words, as an operator does.
    nonisolated func order(_ words: String..., at name: String) async throws -> CommandResult {
        try await Command(binary.path, ["probe"] + words + ["--config", file("\(name).yaml").path]).result()
    }

    /// Waits until a vantage holds that the name should point at `region`; comes back with the moment.
    @discardableResult
    nonisolated func waitUntil(
        _ region: String, isActiveAt name: String, within limit: Duration = .seconds(30)
    ) async throws -> ContinuousClock.Instant {
        try await eventually("\(name) points at \(region)", within: limit) {
            try await status(of: name).active == region
        }
        return .now
    }

    // MARK: Files

    private nonisolated func file(_ name: String) -> URL { folder.url.appending(path: name) }

    private nonisolated func url(_ name: String, _ path: String) throws -> URL {
        guard let url = URL(string: "https://127.0.0.1:\(ports[name] ?? 0)/\(path)") else { throw NoURL() }
        return url
    }

    private nonisolated func configuration(of name: String) throws -> String {
        let vantages = names.map { "{ name: \($0), url: \"https://127.0.0.1:\(ports[$0] ?? 0)\" }" }
        return """
            vantage: \(name)
            stateDirectory: \(file("state-\(name)").path)
            listener:
              address: 127.0.0.1
              port: \(ports[name] ?? 0)
              tls:
                certificateChainFile: \(authority.chainFile.path)
                privateKeyFile: \(authority.privateKeyFile.path)
            vantages: [\(vantages.joined(separator: ", "))]
            vantageSecretFile: \(file("secret").path)
            trustAnchorsFile: \(authority.anchorFile.path)
            regions:
              main: { name: seoul, url: "https://127.0.0.1:\(try seoul.port(for: name))/health" }
              backup:
                name: tokyo
                url: "https://localhost:1/health"
                connectTo: "127.0.0.1:\(try tokyo.port(for: name))"
            shortenedForDrills: true
            cycleSeconds: 1
            failureWindowSeconds: \(Self.window.components.seconds)
            recoveryWindowSeconds: \(Self.window.components.seconds)
            connectTimeoutSeconds: 0.5
            statusTimeoutSeconds: 0.5

            """
    }

    private struct NoURL: Error {}
}

/// The members of `/status` that tests look at.
struct ProberStatus: Decodable {
    struct Region: Decodable {
        let standing: String
        let failingForSeconds: Int?
    }

    struct Vantage: Decodable {
        let name: String
        let heardSecondsAgo: Int?
        let isBlind: Bool
    }

    struct Override: Decodable { let order: String }

    let active: String
    let epoch: Int
    let acting: Bool
    let override: Override?
    let regions: [String: Region]
    let vantages: [Vantage]

    var hearsAll: Bool { vantages.allSatisfy { $0.heardSecondsAgo.map { $0 < 3 } ?? false } }
}

/// Runs a story with vantages that watch, and shows what they last logged when it fails.
func withVantages(
    _ count: Int = 3, alarms: String = "", environment: [String: String] = [:],
    _ story: (VantageTrio) async throws -> Void
) async throws {
    let trio = try await VantageTrio(of: count, alarms: alarms, environment: environment)
    do {
        try await trio.startAll()
        try await story(trio)
    } catch {
        await trio.stopAll()
        throw error
    }
    await trio.stopAll()
}
