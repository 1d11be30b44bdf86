import HTTPWire

extension HTTPSession {
    /// A cleartext session that takes bodies of up to `bodyLimit` bytes.
    static func cleartext(limits: WireLimits = WireLimits(), bodyLimit: Int = 65_536) -> HTTPSession {
        HTTPSession(cleartext: limits) { _ in bodyLimit }
    }

    func receive(_ text: String) -> [EventSummary] { receive(bytes(text)).map(EventSummary.init) }

    func takeText() -> String { text(takeOutput()) }

    func respond(_ stream: Int64, _ status: Int = 200, _ body: String = "", fields: [Field] = []) {
        respond(
            to: StreamID(stream), head: ResponseHead(status: status, fields: fields), body: .complete(bytes(body)))
    }
}
