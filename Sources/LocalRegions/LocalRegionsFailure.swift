internal import Foundation

/// What can go wrong on this machine while two regions are being built on it, said so that a person can act on it.
package enum LocalRegionsFailure: Error, Equatable {
    /// A program of this name is neither in `PATH` nor where its package installs it.
    case missingProgram(String)
    case commandFailed(command: String, status: Int32, output: String)
    case commandTookTooLong(command: String, limit: Duration)
    /// A fact that should have become true did not; `lastSeen` is what stood in its way.
    case neverHappened(fact: String, limit: Duration, lastSeen: String)
    /// A program that should run beside us has ended; waiting for it would be in vain.
    case endedEarly(name: String, lastWords: String)
    case noFreePort
    /// A wish that this machine or this run cannot fulfil; the words say what would help.
    case notPossible(String)
    /// An answer that is not what our own server promises.
    case unexpectedAnswer(String)
}

extension LocalRegionsFailure: CustomStringConvertible, LocalizedError {
    package var description: String {
        switch self {
        case .missingProgram(let name): "\(name) is not installed; deploy/local/install adds it."
        case .commandFailed(let command, let status, let output): "\(command) exited with \(status): \(output)"
        case .commandTookTooLong(let command, let limit): "\(command) did not finish within \(limit)."
        case .neverHappened(let fact, let limit, let lastSeen): "Not within \(limit): \(fact). Last seen: \(lastSeen)"
        case .endedEarly(let name, let lastWords): "\(name) has ended: \(lastWords)"
        case .noFreePort: "Every port from 20000 to 29999 is taken."
        case .unexpectedAnswer(let text), .notPossible(let text): text
        }
    }

    package var errorDescription: String? { description }
}

extension LocalRegionsFailure {
    /// Whether waiting longer cannot help.
    var isFinal: Bool {
        if case .endedEarly = self { true } else { false }
    }

    /// Whether a program ended because somebody else was faster to take its port.
    var isPortTaken: Bool {
        if case .endedEarly(_, let lastWords) = self {
            lastWords.lowercased().contains("address already in use")
        } else {
            false
        }
    }
}
