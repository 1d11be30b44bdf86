internal import CLinux
internal import Glibc

/// Single messages to a Unix socket that somebody else reads (unix(7)).
package enum UnixDatagram {
    /// Sends without waiting: a reader who lets its queue fill up is an error here, and never a halt.
    ///
    /// - Parameter name: A path, or `@name` in the abstract namespace.
    package static func send(_ bytes: [UInt8], to name: String) throws(SystemError) {
        let address = try UnixAddress.bytes(of: name)
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
}
