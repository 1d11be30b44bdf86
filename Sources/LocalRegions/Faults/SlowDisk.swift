internal import Foundation

/// Makes what some processes write to disk take longer to be safe there.
///
/// By strace, which holds each fsync and fdatasync back.
///
/// No file system of ours, no restart, and nothing is left behind.
/// It also stops at every other call on its way, so the processes lose some speed besides.
final class SlowDisk: Sendable {
    private let tracer: ChildProcess

    private init(tracer: ChildProcess) { self.tracer = tracer }

    /// Returns once every one of the processes is held; children that they start later are held too.
    static func slow(_ processes: [Int32], by delay: Duration, log: URL) async throws -> SlowDisk {
        let microseconds = Int(delay / .microseconds(1))
        let arguments =
            [
                "--follow-forks", "--quiet=all", "--output=/dev/null", "--trace=fsync,fdatasync",
                "--inject=fsync,fdatasync:delay_enter=\(microseconds)",
            ] + processes.map { "--attach=\($0)" }
        let tracer = try await ChildProcess.start(
            Command(try SystemProgram.find("strace"), arguments), name: "strace", log: log)
        try await eventually("strace holds the processes", within: .seconds(10)) {
            try tracer.requireRunning()
            return processes.allSatisfy { !ProcessTable.isAlive($0) || ProcessTable.tracer(of: $0) != nil }
        }
        return SlowDisk(tracer: tracer)
    }

    func heal() async { await tracer.terminate(SIGTERM) }
}
