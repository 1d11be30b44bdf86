/// Why the licensee's program gave no device key.
package enum DeviceKeyFailure: Error, Equatable, Sendable {
    /// Nobody listens on its socket, or it went away while it was asked, twice.
    case unreachable(reason: String)
    /// It said nothing in time.
    case late
    /// As many questions wait as may.
    case busy
    /// It answered, and what it said is no answer.
    case malformed
    /// It has no key for this device and certificate; its own words are for the log.
    case refused(words: String)
}

extension DeviceKeyFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let reason): "it cannot be reached: \(reason)"
        case .late: "it did not answer in time"
        case .busy: "too many questions wait for it"
        case .malformed: "its answer was not understood"
        case .refused(let words): "it gave no key: \(words)"
        }
    }
}
