import Foundation
import HTTPWire
import TestSupport
import Testing

@Suite("HTTP/2 abuse")
struct AbuseTests {
    /// What a session made of an attack, by a server that answers at once.
    private struct Outcome {
        let session = HTTPSession.cleartext(bodyLimit: 4_096)
        var pieces = 0
        var said: [UInt8] = []
        var largest = 0

        mutating func feed(_ bytes: [UInt8]) {
            var events = session.receive(bytes)
            while !events.isEmpty {
                for event in events {
                    guard let stream = event.request?.stream ?? event.refused?.stream else { continue }
                    let answer = ResponseBody.complete([UInt8](repeating: 1, count: 300))
                    session.respond(to: stream, head: ResponseHead(status: 200), body: answer)
                }
                said += session.takeOutput()
                events = session.resume()
            }
            said += session.takeOutput()
            largest = max(largest, session.pendingOutput)
        }
    }

    @Test(
        "whoever tries it is cut off with the documented error, or holds a bounded amount", arguments: HTTP2Attack.all)
    func endsAttack(attack: HTTP2Attack) {
        var outcome = Outcome()

        outcome.feed(attack.opening)
        while outcome.pieces < attack.piecesMax, !outcome.session.isFinished {
            outcome.feed(attack.piece(outcome.pieces))
            outcome.pieces += 1
        }

        switch attack.ending {
        case .cutOff(let code):
            #expect(outcome.session.isFinished && !outcome.session.wantsInput)
            #expect(Frame.goAwayError(in: outcome.said) == code.rawValue)
        case .bounded: #expect(!outcome.session.isFinished)
        }
        #expect(outcome.largest < WireLimits().outputBytes + WireLimits().outputBatchBytes)
    }

    @Test("docs/http2.md says what each attack comes to")
    func documentIsTrue() throws {
        let file = URL(fileURLWithPath: #filePath).appending(path: "../../../../docs/http2.md").standardized
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)

        for attack in HTTP2Attack.all {
            let row = lines.first { $0.hasPrefix("| \(attack.name) |") }
            #expect(row?.hasSuffix("| \(attack.ending.name) |") == true, "\(attack.name)")
        }
    }

    @Test("answered requests earn resets back, so that a busy viewer is not cut off")
    func earnsBack() {
        let session = HTTPSession.cleartext()
        _ = session.receive(Frame.greeting)

        for index in 0..<1_000 {
            let stream = Int32(4 * index + 1)
            _ = session.receive(Frame.request(stream: stream) + Frame.request(stream: stream + 2))
            session.respond(stream, 200, [])
            _ = session.receive(Frame.reset(stream: stream + 2))
            _ = session.takeOutput()
            _ = session.resume()
        }

        #expect(!session.isFinished && !session.hasOpenRequests)
    }

    @Test("more streams than allowed are refused in a way that is safe to repeat")
    func capsStreams() {
        let session = HTTPSession.cleartext()
        var limits = WireLimits()
        limits.concurrentStreams = 2

        let limited = HTTPSession.cleartext(limits: limits)
        let requests = (0..<3).flatMap { Frame.request(stream: Int32(2 * $0 + 1)) }
        let all = session.receive(Frame.preface + Frame.settings + requests)
        let some = limited.receive(Frame.preface + Frame.settings + requests)
        let resets = Frame.read(limited.takeOutput()).filter { $0.type == 3 }

        #expect(all.count == 3 && some.count == 2)
        #expect(resets.map(\.stream) == [5] && resets.first?.payload == [0, 0, 0, 7])
    }

    @Test("while answers pile up unread, new requests are refused in a way that is safe to repeat")
    func capsUnreadAnswers() {
        let session = HTTPSession.cleartext()
        let noWindow = Frame.frame(type: 4, stream: 0, payload: [0, 4, 0, 0, 0, 0])

        _ = session.receive(Frame.preface + noWindow + Frame.request(stream: 1))
        session.respond(1, 200, [UInt8](repeating: 0, count: 1_048_576))
        _ = session.takeOutput()
        let events = session.receive(Frame.request(stream: 3))
        let resets = Frame.read(session.takeOutput()).filter { $0.type == 3 }

        #expect(session.pendingOutput == 1_048_576)
        #expect(events.isEmpty && resets.first?.payload == [0, 0, 0, 7])
        #expect(session.wantsInput, "only reading brings the window that lets the answers go")
    }

    @Test("bodies that never end hold no more than their limit")
    func capsUnfinishedBodies() {
        var limits = WireLimits()
        limits.requestBytes = 1_000
        let session = HTTPSession.cleartext(limits: limits)
        let opening =
            Frame.request(stream: 1, method: "POST", ends: false)
            + Frame.request(stream: 3, method: "POST", ends: false)

        _ = session.receive(Frame.greeting + opening)
        _ = session.receive(Frame.data([UInt8](repeating: 1, count: 600), stream: 1))
        _ = session.receive(Frame.data([UInt8](repeating: 1, count: 600), stream: 3))
        let resets = Frame.read(session.takeOutput()).filter { $0.type == 3 }
        let events = session.receive(Frame.data([2], stream: 1, ends: true))

        #expect(resets.map(\.stream) == [3])
        #expect(events.first?.request?.body.count == 601)
    }
}
