import HTTPWire
import TestSupport
import Testing

@Suite("Protocol detection")
struct ProtocolDetectorTests {
    @Test("the HTTP/2 preface is known wherever it is cut", arguments: 1..<24)
    func knowsPreface(cut: Int) {
        let session = HTTPSession.cleartext()
        let opening = Frame.preface + Frame.settings + Frame.request(stream: 1)

        let early = session.receive(Array(opening.prefix(cut)))
        let versionEarly = session.version
        let late = session.receive(Array(opening.dropFirst(cut)))

        #expect(early.isEmpty && versionEarly == nil)
        #expect(session.version == .http2)
        #expect(late.count == 1)
    }

    @Test("whatever leaves the preface is HTTP/1.1", arguments: ["G", "PO", "PRI /", "PRI * HTTP/2.0\r\n\r\nSX", "\0"])
    func knowsTheRest(opening: String) {
        let session = HTTPSession.cleartext()

        for byte in bytes(opening) { _ = session.receive([byte]) }

        #expect(session.version == .http11)
    }

    @Test(
        "under TLS the agreed name decides",
        arguments: [("h2", .http2), ("http/1.1", .http11), (nil, .http11)] as [(String?, HTTPVersion)])
    func goesByName(name: String?, version: HTTPVersion) {
        #expect(HTTPSession(negotiated: name) { _ in 0 }.version == version)
    }

    @Test("under TLS a preface that was not agreed on is a bad request")
    func refusesPrefaceWithoutAgreement() {
        let session = HTTPSession(negotiated: "http/1.1") { _ in 0 }

        #expect(session.receive(Frame.preface).map(EventSummary.init) == [.refused(stream: 1, .versionNotSupported)])
    }

    @Test("a connection that ends before it says anything is finished")
    func endsSilently() {
        let session = HTTPSession.cleartext()

        session.endOfInput()

        #expect(session.isFinished && session.takeOutput().isEmpty)
    }

    @Test("draining while the preface is half here still answers what follows")
    func drainsHalfway() {
        let session = HTTPSession.cleartext()

        _ = session.receive(Array(Frame.preface.prefix(10)))
        session.drain()
        let events = session.receive(Array(Frame.preface.dropFirst(10)) + Frame.settings + Frame.request(stream: 1))
        session.respond(1, 200, bytes("answer"))
        let said = Frame.read(session.takeOutput())

        #expect(events.count == 1)
        #expect(said.contains { $0.type == 7 } && said.contains { $0.type == 0 && $0.payload == bytes("answer") })
    }
}
