package import Foundation

/// What a command that has ended left behind.
package struct CommandResult: Sendable {
    package let status: Int32
    package let output: Data
    package let errors: Data

    /// Standard output as text without the newline at its end.
    package var text: String { String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines) }
    package var errorText: String { String(decoding: errors, as: UTF8.self).trimmingCharacters(in: .newlines) }
}

extension Command {
    /// Runs to the end and throws unless the exit status is 0.
    @discardableResult
    package func run(input: Data? = nil, within limit: Duration = .seconds(60)) async throws -> CommandResult {
        let result = try await result(input: input, within: limit)
        guard result.status == 0 else {
            let output = result.errorText.isEmpty ? result.text : result.errorText
            throw LocalRegionsFailure.commandFailed(command: summary, status: result.status, output: output)
        }
        return result
    }

    /// Runs to the end, whatever the exit status.
    package func result(input: Data? = nil, within limit: Duration = .seconds(60)) async throws -> CommandResult {
        let running = try await SpawningThread.shared.run { try RunningCommand(self, input: input) }
        let late = Task {
            try await Task.sleep(for: limit)
            running.giveUp()
        }
        defer { late.cancel() }
        let result = await running.result()
        if running.wasGivenUp { throw LocalRegionsFailure.commandTookTooLong(command: summary, limit: limit) }
        return result
    }
}
