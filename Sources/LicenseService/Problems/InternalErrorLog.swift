internal import Logging

/// Says why requests met an internal error: one line a second at most, however many do.
struct InternalErrorLog {
    static let interval: Duration = .seconds(1)
    /// A database may have much to say.
    static let reasonLengthMax = 512

    private let log: Logger
    private var quietUntil: Duration?
    private var leftOut = 0

    init(_ log: Logger) { self.log = log }

    /// - Parameter pattern: Of the route, when there is one.
    mutating func note(_ reason: String, on pattern: String?, at now: Duration) {
        guard now >= quietUntil ?? now else { return leftOut += 1 }
        log.error(
            "a request met an internal error",
            metadata: [
                "reason": "\(reason.prefix(Self.reasonLengthMax))", "route": "\(pattern ?? "")",
                "leftOut": "\(leftOut)",
            ])
        (quietUntil, leftOut) = (now + Self.interval, 0)
    }
}
