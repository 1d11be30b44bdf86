package import Bytes

/// What session tickets are sealed under for a while (RFC 5077 §4): its name travels in the ticket, its secret never
/// leaves the servers.
package struct TicketKey: Equatable, Sendable {
    static let nameByteCount = 16
    /// AES-256 for the contents, then HMAC-SHA-256 over everything.
    static let secretByteCount = 64

    /// What a ticket says it was sealed under: random, and no secret.
    package let name: [UInt8]
    /// From when on new tickets are sealed under it, until a newer key's turn.
    package let sealsFrom: Timestamp
    let secret: Secret

    /// - Parameters:
    ///   - name: `nameByteCount` bytes; nil for another count.
    ///   - secret: `secretByteCount` bytes; nil for another count.
    init?(name: [UInt8], sealsFrom: Timestamp, secret: Secret) {
        guard name.count == Self.nameByteCount, secret.count == Self.secretByteCount else { return nil }
        (self.name, self.sealsFrom, self.secret) = (name, sealsFrom, secret)
    }

    /// A key that nobody else has.
    package init(random sealsFrom: Timestamp) throws(CryptographyFailure) {
        name = try Random.bytes(Self.nameByteCount)
        secret = try Random.secret(Self.secretByteCount)
        self.sealsFrom = sealsFrom
    }

    /// After this nothing is sealed or opened under it.
    package var expiry: Timestamp { sealsFrom + CryptographyLimits.ticketKeyLife }

    /// Names are random, so equal names mean the same key.
    package static func == (one: TicketKey, other: TicketKey) -> Bool {
        one.name == other.name && one.sealsFrom == other.sealsFrom
    }
}
