/// The bounds on the talk with the licensee's program.
package struct DeviceKeyLimits: Equatable, Sendable {
    /// From the question to its answer; a derivation takes microseconds.
    package var patience: Duration = .seconds(1)
    /// Questions of one loop that may wait at once.
    package var waitingMax = 64
    /// Between two words about how the program does.
    package var tellInterval: Duration = .seconds(1)

    /// Bytes in one message, either way.
    package static let messageBytesMax = 4_096
    /// Characters of the program's own words that are kept.
    package static let wordsMax = 200
    /// How long a connection that nobody uses is kept.
    package static let idleMax: Duration = .seconds(60)
    /// Between attempts to connect: this, doubled with each that fails, up to the last.
    package static let redialDelay: Duration = .milliseconds(50)
    package static let redialDelayMax: Duration = .seconds(2)

    package init() {}
}
