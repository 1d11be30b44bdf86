internal import Bytes
internal import Reactor

/// Tells how old a message is at most, although no two vantages share a clock.
///
/// Each answer carries a stamp of its maker's own clock; the next message back repeats it and says how long it was
/// held. What is left is the time on the way. A message that lay in the buffers of a halted process is so told from one
/// that was sent just now, and a copied one from a true one.
struct MomentStamps: Sendable {
    /// Of this run: a stamp of an earlier one says nothing.
    private let run: String

    /// - Parameter run: Chosen at random at each start.
    init(run: UInt64) { self.run = String(run, radix: 16) }

    /// Which run of its maker a stamp is of.
    static func run(of stamp: String) -> Substring { stamp.prefix { $0 != "." } }

    func stamp(at now: Duration) -> String { "\(run).\(now.wholeMilliseconds)" }

    /// How long ago this run made `stamp`; nil when it did not.
    func age(of stamp: String, at now: Duration) -> Duration? {
        let parts = stamp.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == run, let moment = Int64(parts[1]), moment >= 0 else { return nil }
        let age = now.wholeMilliseconds.subtractingReportingOverflow(moment)
        return age.overflow || age.partialValue < 0 ? nil : .milliseconds(age.partialValue)
    }
}

/// A stamp on its way back to who made it.
struct EchoedStamp: Equatable, Sendable {
    let stamp: String
    /// How long it was held before it was sent back.
    let heldFor: Duration
}

extension MomentStamps {
    /// The longest that the message around `echo` can have been on its way; nil when the stamp is not of this run.
    func delayMax(of echo: EchoedStamp, at now: Duration) -> Duration? {
        age(of: echo.stamp, at: now).map { max(.zero, $0 - echo.heldFor) }
    }
}
