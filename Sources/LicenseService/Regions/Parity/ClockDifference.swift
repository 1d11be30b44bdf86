/// How far another region's clock is from this one's, as far as one question and its answer can tell.
struct ClockDifference: Equatable, Sendable {
    /// Tokens bear a minute; what is a few seconds off today is a minute off some day.
    static let bearable: Duration = .seconds(5)

    /// Positive when theirs is ahead.
    let offset: Duration
    /// Half of the time that the answer took: the offset may be off by as much.
    let uncertainty: Duration

    /// - Parameters:
    ///   - theirs: What their clock said when they answered, in milliseconds since 1970.
    ///   - ours: What ours said when the answer came, likewise.
    ///   - took: From the question to the answer.
    init(theirs: Int64, ours: Int64, took: Duration) {
        uncertainty = took / 2
        let (difference, overflow) = theirs.subtractingReportingOverflow(ours)
        offset = .milliseconds(overflow ? (theirs < ours ? .min : .max) : difference) + uncertainty
    }

    var isBearable: Bool { offset.magnitude <= Self.bearable + uncertainty }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
