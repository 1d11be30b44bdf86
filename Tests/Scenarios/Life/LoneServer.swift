import Foundation
import LocalRegions
import TestSupport

/// The real program in front of a database that takes connections and says nothing: enough for what has to do with
/// starting, reloading and ending, and quickly there.
final class LoneServer: Sendable {
    let folder: TemporaryDirectory
    let port: UInt16
    let operatorPort: UInt16
    private let silence: SilentListener
    /// One more line among the listeners.
    private let secondListener: String
    private let outcome: Task<CommandResult, any Error>

    /// Starts it and waits until it answers.
    ///
    /// - Parameters:
    ///   - settings: Lines to add to the configuration.
    ///   - tls: Of a second listener on `cleartextPort`.
    ///   - activation: Arguments of systemd-socket-activate(1), which then starts it.
    ///   - port: Where it will listen, when not on its own.
    static func start(
        _ settings: String = "", cleartextPort: UInt16? = nil, tls: String = "{}",
        activatedBy activation: [String] = [], on port: UInt16? = nil
    ) async throws -> LoneServer {
        let second = cleartextPort.map { "  cleartext: { address: 127.0.0.1, port: \($0), tls: \(tls) }" }
        let server = try launch(settings, secondListener: second ?? "", activatedBy: activation)
        try await eventually("the server listens", within: .seconds(60)) {
            try await BlockingClient(port: port ?? server.port).get("/livez").status == 200
        }
        return server
    }

    /// Starts it, or what will start it, and does not wait.
    static func launch(
        _ settings: String = "", secondListener: String = "", environment: [String: String] = [:],
        activatedBy activation: [String] = []
    ) throws -> LoneServer {
        let launcher = activation.isEmpty ? [] : ["systemd-socket-activate"] + activation
        return try LoneServer(settings, secondListener, environment, launcher)
    }

    private init(
        _ settings: String, _ secondListener: String, _ environment: [String: String], _ launcher: [String]
    ) throws {
        self.secondListener = secondListener
        let folder = try TemporaryDirectory(prefix: "evergrant-lone")
        let (port, operatorPort, silence) = (try FreePort.claim(), try FreePort.claim(), try SilentListener())
        (self.folder, self.port, self.operatorPort, self.silence) = (folder, port, operatorPort, silence)
        try Data("\(Data(repeating: 7, count: 32).base64EncodedString())\n".utf8).write(
            to: folder.url.appending(path: "kek"))
        try Self.write(settings, secondListener, port: port, operatorPort: operatorPort, silence.port, to: folder)
        let binary = try Evergrant.findBinary().path
        let file = folder.url.appending(path: "evergrant.yaml").path
        let pidFile = folder.url.appending(path: "pid").path
        let logFile = folder.url.appending(path: "log").path
        let command = Command(
            "sh",
            ["-c", "echo $$ > \(pidFile); exec \"$@\" >>\(logFile) 2>&1", "sh"] + launcher + [
                binary, "serve", "--config", file,
            ],
            environment: environment)
        outcome = Task { try await command.result(within: .seconds(100)) }
    }

    /// Nothing of a test outlives it.
    deinit { _ = (try? processID).map { kill($0, SIGKILL) } }

    /// Replaces the configuration file.
    func configure(_ settings: String) throws {
        try Self.write(settings, secondListener, port: port, operatorPort: operatorPort, silence.port, to: folder)
    }

    func client() throws -> BlockingClient { try BlockingClient(port: port) }

    var processID: Int32 {
        get throws {
            let text = try String(contentsOf: folder.url.appending(path: "pid"), encoding: .utf8)
            guard let number = Int32(text.trimmingCharacters(in: .newlines)) else {
                throw LocalRegionsFailure.unexpectedAnswer("no process in \(text)")
            }
            return number
        }
    }

    /// A question that takes the five seconds that the database is waited for.
    var slowQuestion: (path: String, authorization: String) {
        (
            "/v1/sites/a/contents/b",
            "Bearer egk_\(String(repeating: "0", count: 16))_\(String(repeating: "A", count: 43))"
        )
    }

    func send(_ signal: Int32) throws { _ = kill(try processID, signal) }

    /// How it ended, with what it wrote.
    func ending() async throws -> (status: Int32, log: String) {
        let result = try await outcome.value
        return (result.status, try log())
    }

    /// What it has written so far.
    func log() throws -> String { try String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8) }

    private static func write(
        _ settings: String, _ secondListener: String, port: UInt16, operatorPort: UInt16, _ database: UInt16,
        to folder: TemporaryDirectory
    ) throws {
        let text = """
            region: lone
            loops: 2
            listeners:
              public: { address: 127.0.0.1, port: \(port) }
              operator: { address: 127.0.0.1, port: \(operatorPort) }
            \(secondListener)
            database: { host: 127.0.0.1, port: \(database), queryTimeoutSeconds: 5 }
            keyEncryptionKeyFile: \(folder.url.appending(path: "kek").path)
            stateDirectory: \(folder.url.appending(path: "state").path)
            \(settings)

            """
        try Data(text.utf8).write(to: folder.url.appending(path: "evergrant.yaml"))
    }
}

extension BlockingClient {
    func ask(_ question: (path: String, authorization: String)) throws {
        try send("GET \(question.path) HTTP/1.1\r\nhost: a\r\nauthorization: \(question.authorization)\r\n\r\n")
    }

    func get(_ path: String) throws -> ReceivedResponse {
        try send("GET \(path) HTTP/1.1\r\nhost: a\r\n\r\n")
        return try response()
    }
}
