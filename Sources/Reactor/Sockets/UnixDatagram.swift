internal import CLinux
internal import Glibc

/// Single messages to a Unix socket that somebody else reads (unix(7)).
package enum UnixDatagram {
    /// Sends without waiting: a reader who lets its queue fill up is an error here, and never a halt.
    ///
    /// - Parameter name: A path, or `@name` in the abstract namespace.
    package static func send(_ bytes: [UInt8], to name: String) throws(SystemError) {
        let address = try address(of: name)
        let number = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw SystemError(call: "socket", errno: errno) }
        let descriptor = FileDescriptor(owning: number)
        let (count, code) = unsafe bytes.withUnsafeBytes { bytes in
            unsafe address.withUnsafeBytes { address in
                let peer = unsafe address.baseAddress?.assumingMemoryBound(to: sockaddr.self)
                let flags = CInt(MSG_NOSIGNAL | MSG_DONTWAIT)
                return descriptor.withNumber {
                    unsafe (sendto($0, bytes.baseAddress, bytes.count, flags, peer, socklen_t(address.count)), errno)
                }
            }
        }
        guard count == bytes.count else { throw SystemError(call: "sendto \(name)", errno: code) }
    }

    /// A `sockaddr_un`, byte for byte, and no longer than the name needs: in the abstract namespace every byte counts.
    private static func address(of name: String) throws(SystemError) -> [UInt8] {
        let isAbstract = name.hasPrefix("@")
        let path = isAbstract ? [0] + name.utf8.dropFirst() : name.utf8 + [0]
        guard (2...108).contains(path.count) else { throw SystemError(call: "socket name", errno: ENAMETOOLONG) }
        let family = sa_family_t(AF_UNIX)
        return [UInt8(truncatingIfNeeded: family), UInt8(truncatingIfNeeded: family >> 8)] + path
    }
}
