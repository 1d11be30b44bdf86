/// The limits of what waits, tries and is sent here.
package enum AlarmLimits {
    /// Notices that wait for one channel: a day's worth of a bad day.
    ///
    /// Above it the oldest goes.
    package static let noticesWaiting = 256

    /// Batches of metrics that wait: an hour and more at a batch every 10 s.
    ///
    /// Above it the oldest goes.
    package static let batchesWaiting = 512

    /// What one attempt at one channel may take.
    package static let attemptDeadline = Duration.seconds(10)

    /// The first pause after a failed attempt, and the longest; each is drawn from a window that doubles.
    package static let pauseBase = Duration.seconds(1)
    package static let pauseMax = Duration.seconds(60)

    /// Attempts at one notice: a channel that is away for two hours still gets it.
    package static let noticeAttempts = 240

    /// Attempts at one batch of metrics: newer ones are worth more.
    package static let batchAttempts = 20

    /// Characters of a title, and of a line.
    package static let titleCharacters = 100
    package static let lineCharacters = 500

    /// Lines of a notice.
    package static let linesMax = 20
}
