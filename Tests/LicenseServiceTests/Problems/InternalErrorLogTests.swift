import HTTPServer
import Logging
import Reactor
import Testing

@testable import LicenseService

@Suite("Log of internal errors")
struct InternalErrorLogTests {
    @Test("the first is told with its reason and route, further ones within a second are only counted")
    func tellsBounded() {
        let lines = Lines()
        var errors = InternalErrorLog(Logger(label: "test") { _ in lines })

        errors.note("a", on: "/v1/licenses", at: .seconds(10))
        errors.note("b", on: nil, at: .milliseconds(10_400))
        errors.note("c", on: nil, at: .milliseconds(10_900))
        errors.note(String(repeating: "d", count: 10_000), on: nil, at: .seconds(11))

        let told = lines.told
        #expect(told.map(\.["leftOut"]) == ["0", "2"])
        #expect(told.first?["reason"] == "a")
        #expect(told.first?["route"] == "/v1/licenses")
        #expect(told.last?["reason"] == "\(String(repeating: "d", count: InternalErrorLog.reasonLengthMax))")
    }

    @Test("an internal error without a reason of its own has its detail for one, and any other problem has none")
    func hasReason() {
        #expect(Response(Problem(.internal, "Told to all.")).reason == "Told to all.")
        #expect(Response(Problem(.internal, "Told to all.", because: "known here")).reason == "known here")
        #expect(SystemAnswer(Problem(.internal, "Told.", because: "known here")).response().reason == "known here")
        #expect(Response(Problem(.notFound, "There is nothing.")).reason == nil)
    }
}

/// Keeps what is logged.
private final class Lines: LogHandler, Sendable {
    private let kept = Lock<[Logger.Metadata]>([])

    var told: [Logger.Metadata] { kept.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { [:] }
        set { _ = newValue }
    }
    var logLevel: Logger.Level {
        get { .trace }
        set { _ = newValue }
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set { _ = newValue }
    }

    func log(event: LogEvent) { kept.withLock { $0.append(event.metadata ?? [:]) } }
}
