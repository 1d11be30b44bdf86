internal import Foundation

/// A started command whose outputs are read by threads of their own until both end.
///
/// Threads, because a pipe blocks its reader, and the few threads of Swift's pool must never block.
final class RunningCommand: Sendable {
    private let process: Process
    private let output = Pipe()
    private let errors = Pipe()
    private let givenUp = Guarded(false)
    private let ended = AsyncStream<Int32>.makeStream()

    /// Starts `command`; called on the spawning thread only.
    init(_ command: Command, input: Data?) throws {
        process = command.makeProcess()
        process.standardOutput = output
        process.standardError = errors
        let inputPipe = input.map { _ in Pipe() }
        if let inputPipe { process.standardInput = inputPipe }
        process.terminationHandler = { [ended] in ended.continuation.yield($0.terminationStatus) }
        try process.run()
        guard let input, let inputPipe else { return }
        DispatchQueue.global().async {
            // A program that stops reading early has said all it needs; its exit status tells the rest.
            try? inputPipe.fileHandleForWriting.write(contentsOf: input)
            try? inputPipe.fileHandleForWriting.close()
        }
    }

    var wasGivenUp: Bool { givenUp.withLock { $0 } }

    /// Kills the command, so that `result` returns.
    func giveUp() {
        givenUp.withLock { $0 = true }
        _ = kill(process.processIdentifier, SIGKILL)
    }

    func result() async -> CommandResult {
        async let output = Self.readAll(output)
        async let errors = Self.readAll(errors)
        var exits = ended.stream.makeAsyncIterator()
        let status = await exits.next() ?? -1
        return CommandResult(status: status, output: await output, errors: await errors)
    }

    /// Reads to the end and closes: Foundation keeps each Process it ever started, and with it the pipe.
    private static func readAll(_ pipe: Pipe) async -> Data {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let bytes = try? pipe.fileHandleForReading.readToEnd()
                try? pipe.fileHandleForReading.close()
                continuation.resume(returning: bytes ?? Data())
            }
        }
    }
}
