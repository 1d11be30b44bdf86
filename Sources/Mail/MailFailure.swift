/// Why a message was not taken.
package enum MailFailure: Error, Equatable, Sendable {
    /// No relay answered in time, or TLS came to nothing.
    case unreachable(String)
    /// The relay said no, with an SMTP reply code; 4xx passes, 5xx does not (RFC 5321 §4.2.1).
    case refused(code: Int, reason: String)
    /// Too many earlier messages still hang.
    case busy

    package var isWorthRetrying: Bool {
        switch self {
        case .unreachable, .busy: true
        case .refused(let code, _): code < 500
        }
    }
}

extension MailFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let reason): "the mail relay cannot be reached: \(reason)"
        case .refused(let code, let reason): "the mail relay refused with \(code): \(reason)"
        case .busy: "\(MailLimits.transfersMax) earlier messages still hang"
        }
    }
}
