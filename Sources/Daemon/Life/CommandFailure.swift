internal import Reactor

/// Why a command stopped, in a sentence for the operator and a code for scripts (sysexits.h where it has one).
package struct CommandFailure: Error, Sendable, CustomStringConvertible {
    package let description: String
    package let exitCode: Int32

    package static func refused(_ sentence: String) -> CommandFailure {
        CommandFailure(description: sentence, exitCode: 1)
    }
    /// EX_UNAVAILABLE.
    package static func unavailable(_ sentence: String) -> CommandFailure {
        CommandFailure(description: sentence, exitCode: 69)
    }
    /// EX_CONFIG.
    package static func misconfigured(_ sentence: String) -> CommandFailure {
        CommandFailure(description: sentence, exitCode: 78)
    }

    package init(_ error: ConfigurationError) { self = .misconfigured("configuration: \(error)") }

    private init(description: String, exitCode: Int32) {
        self.description = description
        self.exitCode = exitCode
    }

    /// Says why, on standard error.
    package func report() { StandardError.write(Array("evergrant: \(description)\n".utf8)) }
}
