import Bytes
import Mail
import Testing

@Suite("Mail messages")
struct MailMessageTests {
    private func message(subject: String = "Seoul fails", text: String = "One.\nTwo.\n") throws -> MailMessage {
        MailMessage(
            from: try #require(MailAddress("evergrant@example.com")),
            to: [try #require(MailAddress("a@example.com")), try #require(MailAddress("b@example.com"))],
            subject: subject, text: text, id: "0af3-switch", at: Timestamp(seconds: 1_440_938_160))
    }

    private func lines(_ message: MailMessage) -> [String] {
        String(decoding: message.bytes, as: UTF8.self).components(separatedByCarriageReturns: ())
    }

    @Test("a plain message is RFC 5322 as it stands, with an id that comes from the news")
    func writesPlain() throws {
        #expect(
            lines(try message()) == [
                "Date: Sun, 30 Aug 2015 12:36:00 +0000", "From: Evergrant <evergrant@example.com>",
                "To: a@example.com,", " b@example.com", "Subject: Seoul fails", "Message-ID: <0af3-switch@example.com>",
                "Auto-Submitted: auto-generated", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 7bit", "", "One.", "Two.", "",
            ])
    }

    @Test("a subject cannot add a header, whatever stands in it")
    func subjectStaysOneHeader() throws {
        let written = lines(try message(subject: "x\r\nBcc: eve@example.com"))

        #expect(!written.contains { $0.hasPrefix("Bcc") })
        #expect(written.contains { $0.hasPrefix("Subject: =?utf-8?B?") })
    }

    @Test("long lines and other scripts travel in base 64, in lines of at most 76 characters")
    func encodesText() throws {
        for text in [String(repeating: "x", count: 5000), "서울 ↔ 東京"] {
            let written = lines(try message(subject: text, text: text))
            let body = written.drop { !$0.isEmpty }

            #expect(body.allSatisfy { $0.utf8.count <= 76 })
            #expect(try Base64.standard.decode(Array(body.joined().utf8)) == Array(text.utf8))
        }
    }

    @Test(
        "what is more or less than an address is none",
        arguments: [
            "", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "a,b@c", "é@example.com",
            String(repeating: "a", count: 260) + "@b",
        ])
    func refusesAddresses(text: String) { #expect(MailAddress(text) == nil) }
}

extension String {
    fileprivate func components(separatedByCarriageReturns: Void) -> [String] {
        var lines = [""]
        for scalar in unicodeScalars where scalar != "\r" {
            if scalar == "\n" { lines.append("") } else { lines[lines.count - 1].unicodeScalars.append(scalar) }
        }
        return lines
    }
}
