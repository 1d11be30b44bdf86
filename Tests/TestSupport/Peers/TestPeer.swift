package import Foundation
package import LocalRegions

/// Programs that others wrote, for our clients to talk to: `deploy/local/install test` puts them on this machine.
package enum TestPeers {
    /// Python with moto, boto3 and aiosmtpd.
    package static let python = folder.appending(path: "bin/python")
    package static let motoServer = folder.appending(path: "bin/moto_server")

    /// Whether they are here; suites that need them say so when they are left out.
    package static let areInstalled = FileManager.default.fileExists(atPath: folder.appending(path: "installed").path)
    package static let advice = "deploy/local/install test has not been run on this machine"

    /// A script of `Tests/Peers`.
    package static func script(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Peers/\(name)")
    }

    private static var folder: URL { ToolFolder.url.appending(path: "test-peers") }
}

/// One of them, running on a port of its own until it is stopped or we end.
package final class TestPeer: Sendable {
    package let port: UInt16
    /// Its files; gone with it.
    package let folder: TemporaryDirectory
    private let process: ChildProcess

    package var url: String { "http://127.0.0.1:\(port)" }

    /// - Parameter arguments: What the script is told, once its port and folder are known.
    package static func start(
        script: String, in folder: TemporaryDirectory? = nil,
        arguments: (_ port: UInt16, _ folder: String) -> [String]
    ) async throws -> TestPeer {
        let folder = try folder ?? TemporaryDirectory(prefix: "evergrant-peer")
        let port = try FreePort.claim()
        let command = Command(
            TestPeers.python.path, [TestPeers.script(script).path] + arguments(port, folder.url.path))
        return try await start(command, port: port, folder)
    }

    /// A simulated AWS with nothing in it.
    package static func startMoto() async throws -> TestPeer {
        let port = try FreePort.claim()
        let command = Command(
            TestPeers.python.path, [TestPeers.motoServer.path, "-H", "127.0.0.1", "-p", "\(port)"])
        return try await start(command, port: port, try TemporaryDirectory(prefix: "evergrant-peer"))
    }

    private static func start(
        _ command: Command, port: UInt16, _ folder: TemporaryDirectory
    ) async throws -> TestPeer {
        let log = folder.url.appending(path: "peer.log")
        let process = try await ChildProcess.start(command, name: command.summary, log: log)
        let peer = TestPeer(port: port, folder: folder, process: process)
        try await eventually("\(command.summary) listens", within: .seconds(60)) {
            guard process.isRunning else {
                throw LocalRegionsFailure.endedEarly(name: command.summary, lastWords: process.logTail())
            }
            _ = try BlockingClient(port: port)
            return true
        }
        return peer
    }

    private init(port: UInt16, folder: TemporaryDirectory, process: ChildProcess) {
        self.port = port
        self.folder = folder
        self.process = process
    }

    deinit { process.send(SIGKILL) }

    package func stop() async { await process.terminate() }

    /// What the program wrote, for a failing test.
    package var log: String { process.logTail() }

    /// The lines of one of its files, each a JSON object.
    package func lines(of file: String) throws -> [[String: Any]] {
        guard let text = try? String(contentsOf: folder.url.appending(path: file), encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }
}
