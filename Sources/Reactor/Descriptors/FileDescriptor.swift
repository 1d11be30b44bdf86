internal import Glibc

/// An open file descriptor with exactly one owner.
///
/// Copying is a compile error, so "who closes this?" always has one answer.
package struct FileDescriptor: ~Copyable, Sendable {
    private let number: CInt

    /// Takes ownership of `number`, which must be open and owned by nobody else.
    package init(owning number: CInt) {
        precondition(number >= 0, "a descriptor is never negative")
        self.number = number
    }

    deinit { _ = Glibc.close(number) }

    /// Closes now, so that the caller sees a late write error that `deinit` would swallow.
    ///
    /// Never retried on `EINTR`: Linux has released the number already (close(2), NOTES).
    package consuming func close() throws(SystemError) {
        let number = self.number
        discard self
        guard Glibc.close(number) == 0 else { throw SystemError(call: "close", errno: errno) }
    }

    /// Lends the number to a system call; it must not outlive `body`.
    package func withNumber<R, E: Error>(_ body: (CInt) throws(E) -> R) throws(E) -> R { try body(number) }
}
