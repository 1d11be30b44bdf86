internal import Glibc

/// A system call that failed for a reason its caller cannot wait away.
package struct SystemError: Error, Equatable, Sendable {
    package let call: String
    package let errno: CInt

    package init(call: String, errno: CInt) {
        self.call = call
        self.errno = errno
    }

    /// The process or the system has no descriptor left; worth a pause, never worth a crash.
    package var isOutOfDescriptors: Bool { errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM }
    package var isAddressInUse: Bool { errno == EADDRINUSE }
}

extension SystemError: CustomStringConvertible {
    package var description: String { unsafe "\(call): \(String(cString: strerror(errno)))" }
}
