import Foundation
import LocalRegions
import TestSupport

/// The bare server in a process of its own: what it holds is its own memory, and a trap in it would show.
struct BareProcess {
    let port: UInt16
    private let program: ChildProcess
    private let folder: URL

    /// Beside the tests, where the build puts it, or the program that `EVERGRANT_BARE_SERVER` names.
    private static var program: URL {
        if let named = ProcessInfo.processInfo.environment["EVERGRANT_BARE_SERVER"] {
            return URL(fileURLWithPath: named)
        }
        let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        return path.appending(path: "BareServer")
    }

    static func start() async throws -> BareProcess {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bare-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let log = folder.appending(path: "log")
        let command = Command(Self.program.path, ["0"])
        let program = try await ChildProcess.start(command, name: "BareServer", log: log)
        var port: UInt16?
        try await eventually("BareServer listens", within: .seconds(20), every: .milliseconds(5)) {
            let line = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").first
            port = line?.split(separator: " ").last.flatMap { UInt16($0) }
            return port != nil
        }
        return BareProcess(port: port ?? 0, program: program, folder: folder)
    }

    func stop() async {
        await program.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    var isRunning: Bool { program.isRunning }
    var residentBytes: Int { ProcessTable.residentBytes(of: program.processID) ?? .max }
    var peakResidentBytes: Int { ProcessTable.peakResidentBytes(of: program.processID) ?? .max }
    func forgetPeak() { ProcessTable.forgetPeak(of: program.processID) }
}
