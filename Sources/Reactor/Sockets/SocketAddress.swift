internal import CLinux
internal import Glibc

/// An IPv4 or IPv6 address with a port, as the kernel holds it.
package struct SocketAddress: Equatable, Sendable {
    /// A `sockaddr_in` or `sockaddr_in6`, byte for byte.
    let bytes: [UInt8]

    /// From a numeric address: "127.0.0.1" or "::1"; nil for a name.
    package init?(numeric host: String, port: UInt16) {
        var v4 = in_addr()
        var v6 = in6_addr()
        if unsafe inet_pton(AF_INET, host, &v4) == 1 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr = v4
            bytes = unsafe withUnsafeBytes(of: address) { unsafe [UInt8]($0) }
        } else if unsafe inet_pton(AF_INET6, host, &v6) == 1 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = v6
            bytes = unsafe withUnsafeBytes(of: address) { unsafe [UInt8]($0) }
        } else {
            return nil
        }
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter address: 4 bytes or 16, without a port.
    init(isV6: Bool, address: [UInt8]) {
        let family = sa_family_t(isV6 ? AF_INET6 : AF_INET)
        let size = isV6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        // Port, and the flow label before sin6_addr, are zero; so is all that follows.
        let head = [UInt8(truncatingIfNeeded: family), UInt8(truncatingIfNeeded: family >> 8)]
        let start = head + [UInt8](repeating: 0, count: isV6 ? 6 : 2) + address
        bytes = start + [UInt8](repeating: 0, count: max(0, size - start.count))
    }

    /// Asks the kernel for the address at one end of a socket.
    init(
        _ call: String, _ number: CInt,
        _ body: (CInt, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt
    ) throws(SystemError) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let (result, code) = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe (body(number, $0, &length), errno)
            }
        }
        guard result == 0 else { throw SystemError(call: call, errno: code) }
        bytes = unsafe withUnsafeBytes(of: storage) { unsafe [UInt8]($0.prefix(Int(length))) }
    }

    var isV6: Bool { family == AF_INET6 }

    var family: CInt { unsafe CInt(bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: sa_family_t.self) }) }

    package var port: UInt16 { UInt16(bytes[2]) << 8 | UInt16(bytes[3]) }

    /// The address without its port, in numbers.
    package var host: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let offset = family == AF_INET6 ? 8 : 4  // sin6_addr follows the flow label
        unsafe bytes.withUnsafeBytes { raw in
            unsafe _ = inet_ntop(family, raw.baseAddress?.advanced(by: offset), &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether nobody on a network can read along.
    ///
    /// This machine (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), its link (RFC 3927, RFC 4291 §2.5.6), where a cloud keeps
    /// credentials for its machines, or fd00:ec2::/32, where Amazon does in IPv6.
    package var isLocal: Bool {
        let address = bytes.dropFirst(isV6 ? 8 : 4)  // sin6_addr follows the flow label
        guard isV6 else { return address.first == 127 || address.starts(with: [169, 254]) }
        let isLoopback = address.prefix(16).elementsEqual([UInt8](repeating: 0, count: 15) + [1])
        let isLinkLocal = address.first == 0xFE && (address.dropFirst().first ?? 0) & 0xC0 == 0x80
        return isLoopback || isLinkLocal || address.starts(with: [0xFD, 0x00, 0x0E, 0xC2])
    }

    func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.copyBytes(from: bytes) }
        return unsafe withUnsafePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(bytes.count))
            }
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    package var description: String { family == AF_INET6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
