internal import Reactor

/// Whom connections are counted by: an IPv4 address, or the /64 that an IPv6 address is in.
///
/// A /64 is what the smallest customer of a network gets (RFC 6177 §2), with 2^64 addresses to choose from.
struct AddressBlock: Hashable, Sendable {
    private let isV6: Bool
    private let bits: UInt64

    init(of address: IPAddress) {
        isV6 = address.isV6
        bits = UInt64(truncatingIfNeeded: address.isV6 ? address.bits >> 64 : address.bits)
    }
}
