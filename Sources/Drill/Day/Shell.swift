internal import Reactor

/// Runs what a plan breaks and mends things with.
enum Shell {
    /// Characters of a command's own words that the report repeats.
    private static let wordsMax = 200

    /// An operator's own commands get the operator's own environment.
    private static var environment: [String] { ThisProcess.environment.map { "\($0.key)=\($0.value)" } }

    /// What went wrong, in a sentence, or nil.
    static func complaint(of command: String, within limit: Duration, on loop: isolated EventLoop) async -> String? {
        do throws(ProgramFailure) {
            let shell = Program("/bin/sh", ["-c", command], environment: environment)
            let result = try await ProgramRunner().run(shell, within: limit, on: loop)
            guard result.ending != .exited(status: 0) else { return nil }
            let words = String(decoding: result.errors.isEmpty ? result.output : result.errors, as: UTF8.self)
            return "the command ended with \(result.ending): \(words.prefix(wordsMax))"
        } catch {
            return "the command has no end: \(error)"
        }
    }
}
