internal import CLinux
internal import Glibc

/// Connections to a program of this machine, over a Unix socket that it listens on (unix(7)).
package enum UnixStream {
    /// Connects at once or not at all: on one machine nothing is under way.
    ///
    /// A listener whose queue is full is an error (`EAGAIN`), and never a wait.
    ///
    /// - Parameter name: A path, or `@name` in the abstract namespace.
    package static func connect(to name: String) throws(SystemError) -> FileDescriptor {
        let address = try UnixAddress.bytes(of: name)
        let number = socket(
            AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { throw SystemError(call: "socket", errno: errno) }
        let descriptor = FileDescriptor(owning: number)
        let (result, code) = unsafe address.withUnsafeBytes { address in
            let peer = unsafe address.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return descriptor.withNumber { unsafe (Glibc.connect($0, peer, socklen_t(address.count)), errno) }
        }
        guard result == 0 else { throw SystemError(call: "connect \(name)", errno: code) }
        return descriptor
    }
}
