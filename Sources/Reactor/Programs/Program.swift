internal import Glibc

/// A program of this machine with its arguments, not yet started.
package struct Program: Equatable, Sendable {
    /// Absolute: nothing is searched for.
    package var path: String
    package var arguments: [String]
    /// All of the program's environment, as `NAME=value`: nothing of ours is inherited.
    package var environment: [String]

    /// - Parameter arguments: Everybody on the machine can read these, so no secret is ever among them.
    package init(_ path: String, _ arguments: [String] = [], environment: [String] = Program.minimalEnvironment) {
        (self.path, self.arguments, self.environment) = (path, arguments, environment)
    }

    /// Messages in English, which we may have to read.
    package static let minimalEnvironment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]

    /// Throws what starting it now would fail with.
    package func requireExecutable() throws(SystemError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemError(call: path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(call: path, errno: EACCES) }
        guard unsafe access(path, X_OK) == 0 else { throw SystemError(call: path, errno: errno) }
    }
}

/// What a program that has ended left behind.
package struct ProgramResult: Equatable, Sendable {
    package enum Ending: Equatable, Sendable {
        case exited(status: Int32)
        /// By a signal that was not ours.
        case killed(signal: Int32)
    }

    package let ending: Ending
    /// At most `ProgramRunner.outputBytesMax` bytes each; what came after those was read and dropped.
    package let output: [UInt8]
    package let errors: [UInt8]
}

/// Why a program has no result.
package enum ProgramFailure: Error, Equatable, Sendable {
    case notStarted(SystemError)
    /// It was killed at the deadline.
    case timedOut
    case tooManyRunning
    /// The task that waited was canceled; the program still has until its deadline.
    case canceled
}

extension ProgramResult.Ending: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let status): "status \(status)"
        case .killed(let signal): "signal \(signal)"
        }
    }
}
