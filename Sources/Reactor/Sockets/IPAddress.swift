internal import Glibc

/// An IPv4 or IPv6 address without a port: small enough to stand in every connection, and to be counted by.
///
/// An IPv4 address that came in through an IPv6 socket (`::ffff:0:0/96`, RFC 4291 §2.5.5.2) is the IPv4 address.
package struct IPAddress: Hashable, Sendable {
    package let isV6: Bool
    /// Two halves: a UInt128 would have every connection aligned, and padded, to 16 bytes.
    private let high: UInt64
    private let low: UInt64

    /// In network order, the first bit of the address the highest; IPv4 has 32 of them.
    package var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    package init(v4 bits: UInt32) { (isV6, high, low) = (false, 0, UInt64(bits)) }

    package init(v6 bits: UInt128) {
        isV6 = bits >> 32 != 0xFFFF
        high = UInt64(truncatingIfNeeded: bits >> 64)
        low = UInt64(truncatingIfNeeded: isV6 ? bits : bits & 0xFFFF_FFFF)
    }

    package init(_ address: SocketAddress) {
        let isV6 = address.isV6
        // sin_addr follows the port, sin6_addr the flow label.
        let bits = address.bytes.dropFirst(isV6 ? 8 : 4).prefix(isV6 ? 16 : 4).reduce(UInt128(0)) {
            $0 << 8 | UInt128($1)
        }
        self = isV6 ? IPAddress(v6: bits) : IPAddress(v4: UInt32(truncatingIfNeeded: bits))
    }

    /// From where the kernel wrote it; nil when it is of another family.
    init?(_ storage: sockaddr_storage) {
        let (v4, v6) = unsafe withUnsafeBytes(of: storage) { bytes in
            // sin_addr follows the port, sin6_addr the flow label.
            unsafe (
                UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
                UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt128.self))
            )
        }
        switch CInt(storage.ss_family) {
        case AF_INET: self.init(v4: v4)
        case AF_INET6: self.init(v6: v6)
        default: return nil
        }
    }

    /// Reads "192.0.2.1" or "2001:db8::1", and no name, zone or port.
    package init?(_ text: String) {
        // A zero byte would end the text early for inet_pton(3), and what follows it would be believed.
        guard text.utf8.count <= 45, !text.utf8.contains(0), let address = SocketAddress(numeric: text, port: 0) else {
            return nil
        }
        self.init(address)
    }

    /// How many bits an address of this family has.
    package var bitCount: Int { isV6 ? 128 : 32 }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        let count = bitCount / 8
        let address = (0..<count).map { UInt8(truncatingIfNeeded: bits >> UInt128(8 * (count - 1 - $0))) }
        return SocketAddress(isV6: isV6, address: address).host
    }
}
