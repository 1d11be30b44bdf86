/// How long a program that we keep running may take, and how much it may say.
package struct KeyProgramLimits: Equatable, Sendable {
    /// From its start to its first answer; then it is killed.
    package var startMax: Duration = .seconds(30)
    /// Without an answer to `status`, once it has answered; then it is killed.
    package var silenceMax: Duration = .seconds(5)
    /// Between an answer and the next question.
    package var askInterval: Duration = .seconds(1)
    /// The same until the first answer.
    package var firstAskInterval: Duration = .milliseconds(100)
    /// Before it is started again: this, doubled with each end, up to the last.
    package var restMin: Duration = .milliseconds(100)
    package var restMax: Duration = .seconds(10)
    /// It counts as sound, and the next rest is the first, after answering for so long.
    package var soundAfter: Duration = .seconds(30)
    /// From SIGTERM to SIGKILL.
    package var endMax: Duration = .seconds(3)
    /// From SIGKILL until it is left to the kernel, which alone may know why it cannot die.
    package var deathMax: Duration = .seconds(1)

    /// Bytes of a line of its words that are kept.
    package static let lineBytesMax = 500
    /// Lines of a second that are kept.
    package static let linesPerSecondMax = 20

    package init() {}
}
