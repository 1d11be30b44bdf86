import HTTPServer
import HTTPWire
import Reactor
import TestSupport

/// What a test and its server's responder say to each other, across threads.
final class Script: Sendable {
    /// Opens when `/slow` has been asked for.
    let slowHasArrived = Gate()
    /// `/slow` is answered once this is open.
    let slowMayAnswer = Gate()
    private let counts = Lock((answers: 0, pieces: 0))
    private let log = Lock<[Int]>([])
    private let seen = Lock<[String]>([])
    private let failures = Lock<[String]>([])

    /// Answers made, whether or not anybody has read them.
    var answerCount: Int { counts.withLock { $0.answers } }
    /// Pieces of `/stream` that the server has asked for.
    var pieceCount: Int { counts.withLock { $0.pieces } }
    /// The statuses that `answered` was told of.
    var statuses: [Int] { log.withLock { $0 } }

    /// The reasons that `failed` was told.
    var reasons: [String] { failures.withLock { $0 } }

    /// What reached the responder: method, path and body.
    var requests: [String] { seen.withLock { $0 } }

    func note(_ request: Request) {
        let body = request.body.isEmpty ? "" : " " + String(decoding: request.body, as: UTF8.self)
        seen.withLock { $0.append("\(request.head.method) \(request.head.path)\(body)") }
    }

    func countAnswer() { counts.withLock { $0.answers += 1 } }
    func countPiece() { counts.withLock { $0.pieces += 1 } }
    func note(failure reason: String) { failures.withLock { $0.append(reason) } }
    func note(_ status: Int) { log.withLock { $0.append(status) } }
}

/// Answers by path: `/fast`, `/echo`, `/who`, `/broken` and `/large` at once; `/promised` in a later turn; `/slow` and
/// `/stream` with waiting.
final class ScriptedResponder: Responder {
    static let pieceBytes = 65_536
    /// What `/small` takes; every other path takes more than any test sends.
    static let smallBodyBytes = 10

    private enum Endpoint { case small, other }

    private static let others = ["/fast", "/echo", "/large", "/secure", "/slow", "/stream", "/promised", "/broken"]
    let routes = RouteTable(
        [
            Route(.get, "/small", to: Endpoint.small, for: .player, bodyBytesMax: smallBodyBytes),
            Route(.post, "/bare", to: .other, for: .player),
            Route(.put, "/echo", to: .other, for: .player, bodyBytesMax: 9),
            Route(.post, "/small", to: .small, for: .player, bodyBytesMax: smallBodyBytes),
        ]
            + others.flatMap {
                [
                    Route(.get, $0, to: .other, for: .player, bodyBytesMax: 1_000_000),
                    Route(.post, $0, to: .other, for: .player, bodyBytesMax: 1_000_000),
                ]
            })
    let standingFields = FieldBlock([Field("made-by", "script")])
    private let script: Script
    private var promises: [() -> Void] = []

    init(_ script: Script) { self.script = script }

    func respondAtOnce(to request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        script.note(request)
        if request.head.path == "/promised" { return promise(request.query("text") ?? "kept", on: loop) }
        return answer(request).map(FirstAnswer.now) ?? .inTask
    }

    /// Kept together with all others of the same turns, in the order in which they were made.
    private func promise(_ text: String, on loop: isolated EventLoop) -> FirstAnswer {
        let promise = AnswerPromise()
        promises.append { promise.keep(Response(type: "text/plain", Array(text.utf8)), on: loop) }
        guard promises.count == 1 else { return .promised(promise) }
        loop.schedule(after: .milliseconds(5)) { [self] in
            let kept = promises
            promises = []
            for keep in kept { keep() }
        }
        return .promised(promise)
    }

    private func answer(_ request: Request) -> Response? {
        script.countAnswer()
        switch request.head.path {
        case "/fast", "/bare": return Response(type: "text/plain", Array("fast".utf8))
        case "/echo", "/small": return Response(type: "application/octet-stream", request.body)
        case "/large":
            return Response(type: "text/plain", [UInt8](repeating: UInt8(ascii: "x"), count: Self.pieceBytes))
        case "/who": return Response(type: "text/plain", Array((request.peer?.description ?? "nobody").utf8))
        case "/secure": return Response(type: "text/plain", Array("\(request.isSecure)".utf8))
        case "/broken": return Response(Problem(.internal, "Told to all.", because: "for the log"))
        case "/slow", "/stream": return nil
        default: return Response(Problem(.notFound, "There is nothing at this path."))
        }
    }

    func respond(to request: Request, on loop: isolated EventLoop) async -> Response {
        if request.head.path == "/slow" {
            script.slowHasArrived.open()
            await script.slowMayAnswer.wait()
            return Response(type: "text/plain", Array("slow".utf8))
        }
        let count = request.query("pieces").flatMap { Int($0) } ?? 3
        return Response(status: 200, body: .stream(CountedPieces(count, script)))
    }

    func fields(answering head: RequestHead, _ match: RouteMatch) -> FieldBlock {
        FieldBlock([Field("made-for", head.path)])
    }

    func answered(_ match: RouteMatch?, status: Int, hasWaited: Bool) { script.note(status) }

    func failed(_ match: RouteMatch?, because reason: String) { script.note(failure: reason) }
}

/// A body of so many pieces, each filled with its number.
private final class CountedPieces: BodyStream {
    private let count: Int
    private var next = 0
    private let script: Script

    init(_ count: Int, _ script: Script) {
        self.count = count
        self.script = script
    }

    func next(on loop: isolated EventLoop) async -> [UInt8]? {
        guard next < count else { return nil }
        defer { next += 1 }
        script.countPiece()
        return [UInt8](repeating: UInt8(truncatingIfNeeded: next), count: ScriptedResponder.pieceBytes)
    }
}
