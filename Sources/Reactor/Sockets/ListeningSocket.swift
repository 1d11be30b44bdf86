internal import CLinux
internal import Glibc

/// A TCP socket that takes connections; every loop has its own on the same address (`SO_REUSEPORT`).
package struct ListeningSocket: ~Copyable {
    /// Connections the kernel completes before we take them; a burst longer than this sees retried SYNs, not refusals.
    package static let backlog: CInt = 1024

    private let descriptor: FileDescriptor
    package let address: SocketAddress

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
    }

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

    private static let acceptFlags = CInt(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)

    private static func enable(_ option: CInt, on number: CInt) throws(SystemError) {
        var one: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        guard unsafe setsockopt(number, SOL_SOCKET, option, &one, size) == 0 else {
            throw SystemError(call: "setsockopt", errno: errno)
        }
    }
}
