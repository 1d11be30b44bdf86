/// Why there is no response.
package struct HTTPClientFailure: Error, Equatable, Sendable {
    /// How far it came.
    package enum Phase: String, Sendable, CaseIterable {
        case nameLookup
        case connect
        case tls
        case request
        case response
    }

    /// What kind of trouble it was.
    package enum Cause: String, Sendable, CaseIterable {
        /// A deadline passed.
        case late
        /// The task that asked was canceled.
        case canceled
        /// Nobody is there, or the connection broke.
        case unreachable
        /// The certificate is not one we believe, or TLS came to no agreement.
        case untrusted
        /// What came is no response, or more than we take.
        case malformed
        /// We could not have asked this: the request itself is at fault.
        case unusable
    }

    package let phase: Phase
    package let cause: Cause
    /// Half a sentence fit for logs, metrics' labels and mail: it repeats nothing that the peer sent.
    package let reason: String
    package let timings: ClientTimings

    /// Whether the server cannot have seen the request.
    package var isSafeToRetry: Bool { phase != .request && phase != .response }
}

extension HTTPClientFailure: CustomStringConvertible {
    package var description: String { "\(phase.rawValue): \(reason)" }
}
