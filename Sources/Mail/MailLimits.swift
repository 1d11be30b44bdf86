/// The limits of what this target sends and waits for.
package enum MailLimits {
    /// Bytes of an address (RFC 5321 §4.5.3.1.3).
    package static let addressBytes = 254

    /// Recipients of one message; more belong into a list at the relay.
    package static let recipientsMax = 20

    /// Characters of a subject: it stays on one line (RFC 5322 §2.1.1) when it is encoded.
    package static let subjectCharacters = 200

    /// Bytes of a text: a notice has a few hundred.
    package static let textBytes = 64 << 10

    /// Bytes of a line that is sent as it is (RFC 5322 §2.1.1); a text with longer ones is encoded.
    package static let lineBytes = 998

    /// Messages on their way at once; each has a thread, and one may hang in a resolver.
    package static let transfersMax = 4

    /// Characters of a relay's words that an error of ours repeats.
    package static let reasonCharacters = 200
}
