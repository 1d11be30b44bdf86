internal import Glibc

/// A system call that failed for a reason its caller cannot wait away.
package struct SystemError: Error, Equatable, Sendable {
    package let call: String
    package let errno: CInt

    /// Neither this process (`EMFILE`) nor this machine (`ENFILE`) has another descriptor.
    package var isOutOfDescriptors: Bool { errno == EMFILE || errno == ENFILE }

    /// There is no file of that name.
    package var isMissing: Bool { errno == ENOENT }

    /// There is more of it than was asked for.
    package var isTooLarge: Bool { errno == EFBIG }

    package init(call: String, errno: CInt) {
        self.call = call
        self.errno = errno
    }
}

extension SystemError: CustomStringConvertible {
    package var description: String { unsafe "\(call): \(String(cString: strerror(errno)))" }
}
