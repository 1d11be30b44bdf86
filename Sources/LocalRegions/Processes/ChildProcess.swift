package import Foundation

/// A program that runs beside us, writes to a log file, and dies when we die.
package final class ChildProcess: Sendable {
    package let name: String
    package let processID: Int32
    package let log: URL

    private init(name: String, processID: Int32, log: URL) {
        self.name = name
        self.processID = processID
        self.log = log
    }

    /// Starts `command`; both its outputs are appended to `log`.
    package static func start(_ command: Command, name: String, log: URL) async throws -> ChildProcess {
        if !FileManager.default.fileExists(atPath: log.path) {
            try Data().write(to: log)
        }
        let processID = try await SpawningThread.shared.run {
            let output = try FileHandle(forWritingTo: log)
            defer { try? output.close() }  // The child has its own; Foundation would keep ours.
            try output.seekToEnd()
            let process = command.makeProcess()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            return process.processIdentifier
        }
        return ChildProcess(name: name, processID: processID, log: log)
    }

    package var isRunning: Bool { ProcessTable.isAlive(processID) }

    /// Sends a signal to the program, or to nobody once it has ended.
    package func send(_ signal: Int32) {
        if isRunning { _ = kill(processID, signal) }
    }

    /// Stops the program until SIGCONT, and returns once it does nothing more: a signal takes its time.
    func halt() async {
        send(SIGSTOP)
        try? await eventually("\(name) is halted", within: .seconds(5), every: .milliseconds(5)) {
            !isRunning || ProcessTable.isStopped(processID)
        }
    }

    /// Asks the program to end, and ends it the hard way after `limit`.
    ///
    /// - Parameter signal: How to ask; SIGTERM unless the program reads it as "wait for everybody".
    package func terminate(_ signal: Int32 = SIGTERM, within limit: Duration = .seconds(10)) async {
        send(signal)
        do {
            try await exit(within: limit)
        } catch {
            send(SIGKILL)
            try? await exit(within: .seconds(5))
        }
    }

    /// Returns once the program has ended.
    package func exit(within limit: Duration) async throws {
        try await eventually("\(name) has ended", within: limit, every: .milliseconds(10)) { !isRunning }
    }

    /// Throws once the program has ended although it should run.
    func requireRunning() throws(LocalRegionsFailure) {
        guard isRunning else { throw .endedEarly(name: name, lastWords: logTail()) }
    }

    /// The last lines of the log: what a person reads first when the program did not do its duty.
    package func logTail(lines: Int = 15) -> String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }
}
