internal import CLinux
internal import Glibc

/// A TCP socket that takes connections.
///
/// Every loop has its own on the same address (`SO_REUSEPORT`), unless somebody else bound one for us, which all loops
/// then share.
package struct ListeningSocket: ~Copyable {
    /// Connections the kernel completes before we take them; a burst longer than this sees retried SYNs, not refusals.
    package static let backlog: CInt = 1024

    private let descriptor: FileDescriptor
    package let address: SocketAddress
    /// Whether other loops take connections from the same queue.
    package let isInherited: Bool

    /// - Parameters:
    ///   - address: Port 0 lets the kernel choose; the property `address` then tells which.
    ///   - isShared: Whether other loops may listen here too; then nobody notices that another process does.
    package init(on address: SocketAddress, isShared: Bool = true) throws(SystemError) {
        let number = socket(
            address.family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { throw SystemError(call: "socket", errno: errno) }
        let descriptor = FileDescriptor(owning: number)
        try Self.enable(SO_REUSEADDR, on: number)
        if isShared { try Self.enable(SO_REUSEPORT, on: number) }
        let (bound, bindCode) = unsafe address.withPointer { unsafe (bind(number, $0, $1), errno) }
        guard bound == 0 else { throw SystemError(call: "bind \(address)", errno: bindCode) }
        guard listen(number, Self.backlog) == 0 else { throw SystemError(call: "listen", errno: errno) }
        self.address = try unsafe SocketAddress("getsockname", number) { unsafe getsockname($0, $1, $2) }
        self.descriptor = descriptor
        isInherited = false
    }

    /// A share in a socket that listens already, and that somebody else bound: `number` stays its owner's.
    package init(sharing number: CInt) throws(SystemError) {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw SystemError(call: "fcntl", errno: errno) }
        let descriptor = FileDescriptor(owning: copy)
        let isStream = try Self.option(SO_TYPE, of: number) == SOCK_STREAM.rawValue
        guard isStream, try Self.option(SO_ACCEPTCONN, of: number) == 1 else {
            throw SystemError(call: "socket that listens", errno: EINVAL)
        }
        let address = try unsafe SocketAddress("getsockname", number) { unsafe getsockname($0, $1, $2) }
        guard [AF_INET, AF_INET6].contains(address.family) else {
            throw SystemError(call: "TCP socket", errno: EAFNOSUPPORT)
        }
        // Of the socket itself, and so of every copy.
        guard fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) == 0,
            fcntl(number, F_SETFD, FD_CLOEXEC) == 0
        else { throw SystemError(call: "fcntl", errno: errno) }
        self.address = address
        self.descriptor = descriptor
        isInherited = true
    }

    /// What its loop watches it for.
    package var interest: Interest { isInherited ? [.readable, .exclusive] : .readable }

    package func withNumber<R, E: Error>(_ body: (CInt) throws(E) -> R) throws(E) -> R {
        try descriptor.withNumber(body)
    }

    /// The next waiting connection, or nil when there is none.
    ///
    /// A peer that left before we came (`ECONNABORTED`), and a network error of its connection, are skipped: they are
    /// nobody else's (accept(2), "Error handling").
    package func accept() throws(SystemError) -> ConnectedSocket? {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let (number, code) = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    descriptor.withNumber { unsafe (accept4($0, address, &length, Self.acceptFlags), errno) }
                }
            }
            if number >= 0 { return ConnectedSocket(owning: number, from: IPAddress(storage)) }
            switch code {
            case EAGAIN: return nil
            case EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH:
                continue
            default: throw SystemError(call: "accept4", errno: code)
            }
        }
    }

    private static func option(_ option: CInt, of number: CInt) throws(SystemError) -> CInt {
        var value: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        guard unsafe getsockopt(number, SOL_SOCKET, option, &value, &size) == 0 else {
            throw SystemError(call: "getsockopt", errno: errno)
        }
        return value
    }
    private static let acceptFlags = CInt(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)

    private static func enable(_ option: CInt, on number: CInt) throws(SystemError) {
        var one: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        guard unsafe setsockopt(number, SOL_SOCKET, option, &one, size) == 0 else {
            throw SystemError(call: "setsockopt", errno: errno)
        }
    }
}
