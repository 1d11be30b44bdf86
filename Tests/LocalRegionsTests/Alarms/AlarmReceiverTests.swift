import Foundation
import LocalRegions
import Testing

@Suite("Alarm receiver")
struct AlarmReceiverTests {
    private static let notice = #"{"id":"a1","kind":"switched-to-backup","title":"Seoul fails","lines":["x"],"more":1}"#

    @Test("a signed notice is kept as it came, with the time, and each delivery is kept")
    func keepsSigned() async throws {
        let folder = try TemporaryDirectory()
        let receiver = try await AlarmReceiver.start(on: FreePort.claim(), in: folder.url)

        for _ in 0..<2 {
            #expect(try await post(Self.notice, to: receiver, signing: Self.notice).status == 204)
        }

        let received = try receiver.received()
        #expect(received.map(\.id) == ["a1", "a1"])
        #expect(received.withoutRepeats.map(\.title) == ["Seoul fails"])
        #expect(
            received.allSatisfy { abs(Double($0.receivedAtMilliseconds) / 1000 - Date().timeIntervalSince1970) < 60 })
        await receiver.stop()
    }

    @Test("a notice whose signature is of another body is refused and not kept")
    func refusesUnsigned() async throws {
        let folder = try TemporaryDirectory()
        let receiver = try await AlarmReceiver.start(on: FreePort.claim(), in: folder.url)

        #expect(try await post(Self.notice, to: receiver, signing: "{}").status == 401)

        #expect(try receiver.received().isEmpty)
        await receiver.stop()
    }

    /// Signed by OpenSSL, as docs describe it: HMAC-SHA-256 over the time, a dot and the body.
    private func post(_ body: String, to receiver: AlarmReceiver, signing text: String) async throws -> WebAnswer {
        let secret = try String(contentsOf: receiver.secretFile, encoding: .utf8).trimmingCharacters(in: .newlines)
        let time = Int(Date().timeIntervalSince1970)
        let digest = try await Command(
            "openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "key:\(secret)", "-r"]
        )
        .run(input: Data("\(time).\(text)".utf8)).text.prefix { $0 != " " }
        let headers = [("Content-Type", "application/json"), ("Evergrant-Signature", "t=\(time),v1=\(digest)")]
        return try await WebClient().answer(
            WebRequest("POST", receiver.url, headers: headers, body: Data(body.utf8)))
    }
}
