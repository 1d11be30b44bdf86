import HTTPClient
import HTTPServer
import HTTPWire
import LocalRegions
import Reactor
import TestSupport
import Testing

/// Each must end with a reason, in time, and leave nothing behind.
@Suite("Peers that misbehave")
struct MisbehavingPeerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [RawServer.Step]
        let phase: HTTPClientFailure.Phase
        let cause: HTTPClientFailure.Cause
    }

    private static func send(_ text: String) -> RawServer.Step { .send(Array(text.utf8)) }

    private static let flood = String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 100_000)
    private static let cases: [Case] = [
        Case(testDescription: "never answers", steps: [.readHead, .awaitEnd], phase: .response, cause: .late),
        Case(
            testDescription: "says half a head", steps: [.readHead, send("HTTP/1.1 200 OK\r\ncontent-"), .awaitEnd],
            phase: .response, cause: .late),
        Case(
            testDescription: "ends in the head",
            steps: [.readHead, send("HTTP/1.1 200 OK\r\ncontent-"), .finishWriting],
            phase: .response, cause: .unreachable),
        Case(testDescription: "resets", steps: [.readHead, .reset], phase: .response, cause: .unreachable),
        Case(
            testDescription: "resets in the body",
            steps: [.readHead, send("HTTP/1.1 200 OK\r\n\r\nsome"), .reset], phase: .response, cause: .unreachable),
        Case(
            testDescription: "sends a byte at a time",
            steps: [.readHead, .drip([UInt8](repeating: 0x61, count: 10_000), pause: .milliseconds(5)), .awaitEnd],
            phase: .response, cause: .late),
        Case(
            testDescription: "sends its body a byte at a time",
            steps: [
                .readHead, send("HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n"),
                .drip([UInt8](repeating: 0x61, count: 10_000), pause: .milliseconds(5)), .awaitEnd,
            ], phase: .response, cause: .late),
        Case(
            testDescription: "sends a giant head",
            steps: [.readHead, send("HTTP/1.1 200 OK\r\n" + String(repeating: "x: y\r\n", count: 100_000)), .awaitEnd],
            phase: .response, cause: .malformed),
        Case(
            testDescription: "sends one endless line",
            steps: [.readHead, send(String(repeating: "x", count: 1_000_000)), .awaitEnd],
            phase: .response, cause: .malformed),
        Case(
            testDescription: "floods with interim answers", steps: [.readHead, send(flood), .awaitEnd],
            phase: .response, cause: .malformed),
        Case(
            testDescription: "announces more than it sends",
            steps: [.readHead, send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfive!"), .finishWriting],
            phase: .response, cause: .unreachable),
        Case(
            testDescription: "announces too much",
            steps: [.readHead, send("HTTP/1.1 200 OK\r\ncontent-length: 1000001\r\n\r\n"), .awaitEnd],
            phase: .response, cause: .malformed),
        Case(
            testDescription: "sends too much unannounced",
            steps: [.readHead, send("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1_000_001)), .awaitEnd],
            phase: .response, cause: .malformed),
        Case(
            testDescription: "speaks another protocol", steps: [send("220 mail.example.com ESMTP\r\n"), .awaitEnd],
            phase: .response, cause: .malformed),
        Case(testDescription: "hangs up at once", steps: [], phase: .response, cause: .unreachable),
    ]

    private let limits = ClientLimits(bodyBytesMax: 1_000_000)
    private let hasty = ClientDeadlines(
        connect: .seconds(20), status: .milliseconds(200), total: .milliseconds(300))

    @Test("the request ends with its reason and leaves nothing behind", arguments: cases)
    func survives(misbehavior: Case) async throws {
        let server = try RawServer(misbehavior.steps)
        let asker = try Asker(limits: limits)
        let isLate = misbehavior.cause == .late

        let failure = try await asker.failure(
            "http://127.0.0.1:\(server.port)/", within: isLate ? hasty : Asker.patient)

        #expect(failure.cause == misbehavior.cause, "\(failure)")
        #expect(failure.phase == misbehavior.phase)
        if isLate { #expect(try #require(failure.timings.total) < .seconds(10)) }
        #expect(await asker.leftovers == [0, 0])
        try await eventually("the server sees the end", within: .seconds(10), every: .milliseconds(2)) {
            server.endedCount == 1
        }
    }

    @Test("a silent address and a handshake that stands still end in their own phases")
    func namesPhase() async throws {
        let silent = try FullListener()
        let mute = try RawServer([.awaitEnd])
        let certificates = try await Certificates()
        let asker = try Asker(trust: certificates.trust)
        let deadlines = ClientDeadlines(connect: .milliseconds(500), status: .seconds(20), total: .seconds(20))

        let connect = try await asker.failure("https://127.0.0.1:\(silent.port)/", within: deadlines)
        let tls = try await asker.failure("https://127.0.0.1:\(mute.port)/", within: deadlines)

        #expect(connect.phase == .connect && connect.cause == .late)
        #expect(tls.phase == .tls && tls.cause == .late)
        #expect(connect.isSafeToRetry && tls.isSafeToRetry)
        #expect(await asker.leftovers == [0, 0])
    }

    @Test("a port where nobody listens is refused, and a name that does not exist has no address")
    func namesReason() async throws {
        let port = try RawServer([]).port  // gone by now
        let asker = try Asker()

        let refused = try await asker.failure("http://127.0.0.1:\(port)/")
        let unknown = try await asker.failure("http://nobody.invalid/")

        #expect(refused.phase == .connect && refused.reason == "connect: Connection refused")
        #expect(unknown.phase == .nameLookup && unknown.cause == .unreachable)
        #expect(await asker.leftovers == [0, 0])
    }

    @Test("an answer that came before a reset of the sending side is still read")
    func readsEarlyAnswer() async throws {
        let refusal = "HTTP/1.1 413 Content Too Large\r\ncontent-length: 2\r\n\r\nno"
        let server = try RawServer([.readHead, Self.send(refusal), .finishWriting, .awaitEnd])
        let body = [UInt8](repeating: 0x61, count: 8_000_000)

        let response = try await Asker().ask(
            "http://127.0.0.1:\(server.port)/", ClientRequest(method: .post, body: body))

        #expect(response.status == 413)
        #expect(response.body == Array("no".utf8))
    }

    @Test("a canceled request ends at once, wherever it is", arguments: [0, 1, 2])
    func cancels(stage: Int) async throws {
        let silent = try FullListener()
        let mute = try RawServer([.awaitEnd])
        let certificates = try await Certificates()
        let asker = try Asker(trust: certificates.trust)
        let urls = [
            "https://localhost:\(silent.port)/", "https://localhost:\(mute.port)/", "http://127.0.0.1:\(mute.port)/",
        ]

        let task = Task { try await asker.failure(urls[stage]) }
        try await eventually("it waits", within: .seconds(10), every: .milliseconds(1)) {
            await asker.leftovers == [1, 1]
        }
        task.cancel()

        #expect(try await task.value.cause == .canceled)
        #expect(await asker.leftovers == [0, 0])
    }
}
