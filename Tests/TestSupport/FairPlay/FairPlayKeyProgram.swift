internal import Foundation
package import LocalRegions

/// The program that stands in for a licensee's, and knows the invented derivation alone; runs until it is stopped or
/// we end.
package final class FairPlayKeyProgram: Sendable {
    package enum Manner: String, CaseIterable, Sendable {
        case honest = ""
        case silent, garbage, refusing, fragile, long, confused, moody
    }

    /// Where it listens.
    package let path: String
    private let folder: TemporaryDirectory
    private let process: ChildProcess

    private init(path: String, folder: TemporaryDirectory, process: ChildProcess) {
        (self.path, self.folder, self.process) = (path, folder, process)
    }

    deinit { process.send(SIGKILL) }

    /// - Parameter folder: Where its socket is to be; the one of a program before, to take its place.
    package static func start(
        _ manner: Manner = .honest, in folder: TemporaryDirectory? = nil
    ) async throws -> FairPlayKeyProgram {
        let folder = try folder ?? TemporaryDirectory(prefix: "evergrant-helper")
        let path = folder.url.appending(path: "fairplay.sock").path
        let command = Command(
            "python3", [TestPeers.script("fairplay_helper.py").path, path, manner.rawValue],
            environment: ["EVERGRANT_TEST_DERIVATION": "invented"])
        // A log of its own: another program may still listen on the same socket.
        let log = folder.url.appending(path: "helper-\(UInt64.random(in: .min ... .max)).log")
        let process = try await ChildProcess.start(command, name: "fairplay_helper.py", log: log)
        try await eventually("the helper listens", within: .seconds(60)) {
            guard process.isRunning else {
                throw LocalRegionsFailure.endedEarly(name: "the helper", lastWords: process.logTail())
            }
            return process.logTail().contains("it listens")
        }
        return FairPlayKeyProgram(path: path, folder: folder, process: process)
    }

    /// What starts one at `path` from an empty environment, in words: for whoever starts it himself.
    package static func command(at path: String) -> [String] {
        [
            "/usr/bin/env", "EVERGRANT_TEST_DERIVATION=invented", "python3",
            TestPeers.script("fairplay_helper.py").path, path,
        ]
    }

    /// Gone, without a last word; its socket's file stays.
    package func kill() async {
        process.send(SIGKILL)
        try? await process.exit(within: .seconds(10))
    }

    /// Alive and mute, until `resume`.
    package func halt() { process.send(SIGSTOP) }

    package func resume() { process.send(SIGCONT) }

    /// Another one on the same socket.
    package func successor(_ manner: Manner = .honest) async throws -> FairPlayKeyProgram {
        try await Self.start(manner, in: folder)
    }
}
