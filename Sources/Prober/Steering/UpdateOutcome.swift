internal import Reactor

/// What came of an update, as far as the client could tell.
enum UpdateOutcome: Equatable {
    case done
    /// RFC 2136 §3.2: the zone was not as the update wanted it, and nothing was changed.
    case conditionFailed(code: String)
    /// Nobody knows whether it was done.
    case unanswered(String)

    private static let conditionCodes: Set = ["NXRRSET", "YXRRSET", "NXDOMAIN", "YXDOMAIN"]

    /// Throws when the server said no for a reason of its own.
    init(
        _ result: ProgramResult, of program: UpdateProgram, from server: SocketAddress
    ) throws(SteeringFailure) {
        if result.ending == .exited(status: 0) {
            self = .done
            return
        }
        switch program.responseCode(in: result) {
        case let code? where Self.conditionCodes.contains(code): self = .conditionFailed(code: code)
        case "SERVFAIL": self = .unanswered("\(server) could not do the update (SERVFAIL)")
        case let code?: throw .refused("\(server) refused the update: \(Self.explained(code))")
        case nil: self = .unanswered("\(server) did not answer an update")
        }
    }

    private static func explained(_ code: String) -> String {
        if code.contains("BADKEY") { return "\(code): it does not know the key, or the key may not change this name" }
        if code.contains("BADSIG") { return "\(code): its key of that name has another secret" }
        if code.contains("BADTIME") { return "\(code): our clocks differ by more than five minutes" }
        return switch code {
        case "NOTAUTH", "NOTZONE": "\(code): it is not the primary server of the zone"
        case "REFUSED": "\(code): the key may not change this name"
        default: code
        }
    }
}
