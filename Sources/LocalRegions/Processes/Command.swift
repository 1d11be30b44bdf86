internal import Foundation

/// A program with its arguments, not yet started.
package struct Command: Sendable {
    package var program: String
    package var arguments: [String]
    /// Added to our own environment.
    package var environment: [String: String]
    /// Whom the program runs as, which only root may say; `nil` is whoever we are.
    package var user: String?
    /// Sent by the kernel to the program when we die, however we die.
    package var signalWhenOrphaned: String

    package init(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        user: String? = nil,
        signalWhenOrphaned: String = "KILL"
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.user = user
        self.signalWhenOrphaned = signalWhenOrphaned
    }

    /// The words for an error message: the program's name and its first argument.
    package var summary: String {
        ([URL(fileURLWithPath: program).lastPathComponent] + arguments.prefix(1)).joined(separator: " ")
    }

    /// This command under `setpriv`, which drops to `user` and arranges that nothing of us outlives us.
    ///
    /// Under `env` as well: children inherit blocked signals, Dispatch blocks all of them in its threads, and a server
    /// that cannot hear SIGTERM cannot be asked to stop.
    var wrapped: [String] {
        let identity = user.map { ["--reuid", $0, "--regid", $0, "--clear-groups"] } ?? []
        return ["--default-signal", "setpriv"] + identity + ["--pdeathsig", signalWhenOrphaned, program] + arguments
    }

    /// Not started yet: the caller still says where its output goes.
    func makeProcess() -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = wrapped
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, ours in ours }
        process.standardInput = FileHandle.nullDevice
        return process
    }
}
