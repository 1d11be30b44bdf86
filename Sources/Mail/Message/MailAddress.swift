/// An address as a relay takes it: `operator@example.com`, and nothing around it.
package struct MailAddress: Hashable, Sendable {
    package let text: String

    /// nil for whatever could mean more than one address, or more than an address, on an SMTP or header line.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= MailLimits.addressBytes,
            text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = text
    }

    package var domain: Substring { text.split(separator: "@").last ?? "" }

    /// Printable ASCII without what quotes, separates or comments (RFC 5322 §3.2.3, less than it allows).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"(),:;<>[\\]".utf8.contains(byte)
    }
}
