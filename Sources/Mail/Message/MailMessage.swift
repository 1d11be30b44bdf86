package import Bytes

/// A plain text to a few people (RFC 5322).
package struct MailMessage: Sendable {
    package let from: MailAddress
    package let to: [MailAddress]
    package let subject: String
    package let text: String
    /// The part of `Message-ID` before the `@`; the same for the same news, so that a reader sees it once.
    package let id: String
    package let at: Timestamp

    package init(
        from: MailAddress, to: [MailAddress], subject: String, text: String, id: String, at: Timestamp
    ) {
        self.from = from
        self.to = Array(to.prefix(MailLimits.recipientsMax))
        self.subject = String(subject.prefix(MailLimits.subjectCharacters))
        self.text = String(decoding: text.utf8.prefix(MailLimits.textBytes), as: UTF8.self)
        self.id = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        self.at = at
    }

    /// The message as it goes over the wire, lines ended by CR LF; libcurl doubles the dots.
    package var bytes: [UInt8] {
        let isPlain =
            text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A }
            && lines(of: text).allSatisfy { $0.utf8.count <= MailLimits.lineBytes }
        let head = [
            "Date: \(MailDate.text(at))",
            "From: Evergrant <\(from.text)>",
            "To: \(to.map(\.text).joined(separator: ",\r\n "))",
            "Subject: \(EncodedWord.encode(subject))",
            "Message-ID: <\(id)@\(from.domain)>",
            "Auto-Submitted: auto-generated",  // RFC 3834 §5: nobody's holiday notice answers it
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: \(isPlain ? "7bit" : "base64")",
        ]
        let body = isPlain ? lines(of: text) : folded(Base64.standard.encode(Array(text.utf8)))
        return Array((head + [""] + body + [""]).joined(separator: "\r\n").utf8)
    }

    /// A line end after the last line begins no other.
    private func lines(of text: String) -> [String] {
        let text = text.hasSuffix("\n") ? text.dropLast() : text[...]
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// RFC 2045 §6.8: at most 76 characters a line.
    private func folded(_ encoded: String) -> [String] {
        let bytes = Array(encoded.utf8)
        return stride(from: 0, to: bytes.count, by: 76).map { start in
            String(decoding: bytes[start..<min(start + 76, bytes.count)], as: UTF8.self)
        }
    }
}
