/// The limits of what this target takes and holds.
package enum CryptographyLimits {
    /// Bytes sealed, opened, signed or verified at once; keeps every count within OpenSSL's C `int`.
    package static let messageBytes = 64 << 20

    /// Bytes of a PEM or DER key; the largest honest one is an RSA key of under 4 KiB.
    package static let keyBytes = 16 << 10

    /// Bits of an RSA modulus: below it nothing is safe, above it every request would cost too much.
    ///
    /// Devices have 2,048, Widevine's root 3,072, and FairPlay's first certificates 1,024.
    package static let rsaModulusBits = 1_024...4_096

    /// Bits of a public exponent: nearly all have 17, and the cost of a check grows with them.
    package static let rsaExponentBitsMax = 64

    /// How long a session may be resumed from its ticket: an evening in front of a television.
    package static let ticketLife: Duration = .seconds(12 * 3600)

    /// How long new tickets are sealed under one key.
    package static let ticketKeyTurn: Duration = .seconds(8 * 3600)

    /// How long a key opens tickets, from when it first seals: whoever steals it reads no more than a day.
    ///
    /// A turn and a ticket's life fit, so that rotation costs nobody a ticket.
    package static let ticketKeyLife: Duration = .seconds(24 * 3600)

    /// Ticket keys of one file; three are alive at a time.
    package static let ticketKeys = 64

    /// Certificates of one listener, and authorities whose clients it believes.
    package static let certificates = 64

    /// Names in one certificate that are looked at.
    package static let certificateNames = 256

    /// Bytes of one such name: a host name or a short URI.
    package static let certificateNameBytes = 253

    /// Certificates on a deny list.
    package static let deniedCertificates = 100_000

    /// Bytes of a certificate's serial number (RFC 5280 §4.1.2.2).
    package static let serialBytes = 20

    /// Bytes of a stapled OCSP response; each handshake that asks for it carries it.
    package static let ocspResponseBytes = 16 << 10

    /// Bytes of a host name (RFC 1035 §2.3.4).
    package static let hostNameBytes = 253
}
