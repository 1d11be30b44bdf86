package import Reactor

/// A block of addresses as operators write it: `10.0.0.0/8`, `2001:db8::/32`, or one address (RFC 4632 §3.1).
package struct AddressRange: Equatable, Sendable {
    private let first: IPAddress
    private let prefixLength: Int

    /// Nil when it is none, or has bits beyond its prefix: `10.0.0.1/8` is more likely a slip than a wish.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let first = IPAddress(String(name)) else { return nil }
        self.first = first
        guard parts.count == 2 else {
            prefixLength = first.bitCount
            return
        }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(parts[1]),
            length <= first.bitCount
        else { return nil }
        prefixLength = length
        guard first.bits & ~Self.mask(length, of: first.bitCount) == 0 else { return nil }
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.isV6 == first.isV6 && address.bits & Self.mask(prefixLength, of: first.bitCount) == first.bits
    }

    /// The highest `length` of `bitCount` bits.
    private static func mask(_ length: Int, of bitCount: Int) -> UInt128 {
        let all: UInt128 = bitCount == 128 ? .max : (1 << UInt128(bitCount)) - 1
        return all & ~(all >> UInt128(length))
    }
}
