/// OpenSSL, or the shape of what it was given, made an operation impossible.
///
/// Names the call and the reason; never holds key material, so it may be logged.
package struct CryptographyFailure: Error, Equatable, Sendable {
    /// What was being done: an OpenSSL function, or the operation of ours that refused its arguments.
    package let call: String
    package let reason: String

    package init(call: String, reason: String) {
        self.call = call
        self.reason = reason
    }

    /// The failure of `call`, with whatever OpenSSL left in this thread's error queue.
    static func draining(_ call: String) -> CryptographyFailure {
        CryptographyFailure(call: call, reason: ErrorQueue.drain())
    }
}

extension CryptographyFailure: CustomStringConvertible {
    package var description: String { "\(call): \(reason)" }
}
