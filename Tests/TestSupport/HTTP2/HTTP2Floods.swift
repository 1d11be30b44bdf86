private typealias Frame = HTTP2Frames

// Attacks that live on numbers: each frame is allowed, or costs its stream alone.
extension HTTP2Attack {
    package static let floods = resetFloods + frameFloods + headerFloods + windowFloods

    private static func stream(_ index: Int) -> Int32 { Int32(2 * index + 1) }
    private static let opened = Frame.greeting + Frame.request(stream: 1, method: "POST", ends: false)
    private static let ended = Frame.greeting + Frame.request(stream: 1)

    /// SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 §6.5.2).
    private static func initialWindow(_ size: UInt32) -> [UInt8] {
        let bytes = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: size >> UInt32($0)) }
        return Frame.frame(type: 4, stream: 0, payload: [0, 4] + bytes)
    }

    private static let resetFloods = [
        HTTP2Attack("rapid reset (CVE-2023-44487)", within: 201, .cutOff(.enhanceYourCalm)) {
            Frame.request(stream: stream($0), ends: false) + Frame.reset(stream: stream($0))
        },
        HTTP2Attack("MadeYouReset by window overflow (CVE-2025-8671)", within: 201, .cutOff(.enhanceYourCalm)) {
            Frame.request(stream: stream($0), ends: false) + Frame.windowUpdate(0x7FFF_FFFF, stream: stream($0))
        },
        HTTP2Attack("MadeYouReset by a body longer than announced", within: 201, .cutOff(.enhanceYourCalm)) {
            Frame.request(stream: stream($0), method: "POST", fields: [("content-length", "1")], ends: false)
                + Frame.data([1, 2], stream: stream($0))
        },
        HTTP2Attack("MadeYouReset by a malformed header", within: 201, .cutOff(.enhanceYourCalm)) {
            Frame.request(stream: stream($0), fields: [("Upper", "case")])
        },
        HTTP2Attack("MadeYouReset by a trailer without an end", within: 201, .cutOff(.enhanceYourCalm)) {
            Frame.request(stream: stream($0), method: "POST", ends: false)
                + Frame.headers(Frame.block([("x", "y")]), stream: stream($0), ends: false)
        },
        HTTP2Attack("MadeYouReset by SETTINGS that no window bears", within: 201, .cutOff(.enhanceYourCalm)) {
            Frame.request(stream: stream($0), method: "POST", ends: false)
                + Frame.windowUpdate(0x7FFF_0000, stream: stream($0)) + initialWindow(0x7FFF_FFFF)
                + initialWindow(65_535)
        },
        HTTP2Attack("more streams than allowed", within: 101, .cutOff(.protocolError)) {
            Frame.request(stream: stream($0), method: "POST", ends: false)
        },
        HTTP2Attack(
            "more streams than allowed, our settings unacknowledged", within: 201, .cutOff(.settingsTimeout),
            opening: Frame.preface + Frame.settings
        ) { Frame.request(stream: stream($0), method: "POST", ends: false) },
        HTTP2Attack("RST_STREAM for a stream that has ended", within: 201, .cutOff(.enhanceYourCalm), opening: ended) {
            _ in Frame.reset(stream: 1)
        },
    ]

    private static let frameFloods = [
        HTTP2Attack("PING flood (CVE-2019-9512)", within: 1_001, .cutOff(.enhanceYourCalm)) { _ in Frame.ping },
        HTTP2Attack("unasked PING acknowledgements", within: 1_001, .cutOff(.enhanceYourCalm)) { _ in
            Frame.frame(type: 6, flags: 1, stream: 0, payload: [UInt8](repeating: 7, count: 8))
        },
        HTTP2Attack("SETTINGS flood (CVE-2019-9515)", within: 1_001, .cutOff(.enhanceYourCalm)) { _ in Frame.settings },
        HTTP2Attack("PRIORITY flood", within: 1_001, .cutOff(.enhanceYourCalm)) {
            Frame.frame(type: 2, stream: stream($0), payload: [0, 0, 0, 0, 1])
        },
        HTTP2Attack("PRIORITY_UPDATE flood", within: 1_001, .cutOff(.enhanceYourCalm)) {
            Frame.frame(
                type: 16, stream: 0, payload: [0, 0, 0, UInt8(truncatingIfNeeded: stream($0))] + Array("u=1".utf8))
        },
        HTTP2Attack("frames of unknown types", within: 1_001, .cutOff(.enhanceYourCalm)) {
            Frame.frame(type: UInt8(64 + $0 % 192), stream: 0)
        },
        HTTP2Attack("empty DATA (CVE-2019-9518)", within: 1_001, .cutOff(.enhanceYourCalm), opening: opened) { _ in
            Frame.data([], stream: 1)
        },
        HTTP2Attack("DATA of padding alone", within: 1_001, .cutOff(.enhanceYourCalm), opening: opened) { _ in
            Frame.frame(type: 0, flags: 8, stream: 1, payload: [255] + [UInt8](repeating: 0, count: 255))
        },
        HTTP2Attack("DATA of one byte", within: 1_001, .cutOff(.enhanceYourCalm), opening: opened) { _ in
            Frame.data([1], stream: 1)
        },
        HTTP2Attack("empty DATA for a stream that has ended", within: 1_001, .cutOff(.enhanceYourCalm), opening: ended)
        {
            _ in Frame.data([], stream: 1, ends: true)
        },
        HTTP2Attack("GOAWAY flood", within: 1_001, .cutOff(.enhanceYourCalm), opening: opened) { _ in
            Frame.frame(type: 7, stream: 0, payload: [0, 0, 0, 0, 0, 0, 0, 0])
        },
    ]

    private static let headerFloods = [
        HTTP2Attack("a stream number used again", within: 1_010, .cutOff(.enhanceYourCalm), opening: ended) { _ in
            Frame.request(stream: 1)
        },
        HTTP2Attack(
            "stream numbers that fall", within: 1_010, .cutOff(.enhanceYourCalm),
            opening: Frame.greeting + Frame.request(stream: 100_001)
        ) { Frame.request(stream: 99_999 - 2 * Int32($0)) },
        HTTP2Attack(
            "CONTINUATION flood (CVE-2024-28182)", within: 9, .cutOff(.enhanceYourCalm),
            opening: Frame.greeting
                + Frame.frame(type: 1, stream: 1, payload: Frame.noTable + Frame.block([(":method", "GET")]))
        ) { _ in Frame.frame(type: 9, stream: 1, payload: Frame.block([("x", "y")])) },
        HTTP2Attack(
            "empty CONTINUATION flood", within: 9, .cutOff(.enhanceYourCalm),
            opening: Frame.greeting
                + Frame.frame(type: 1, stream: 1, payload: Frame.noTable + Frame.block([(":method", "GET")]))
        ) { _ in Frame.frame(type: 9, stream: 1) },
        HTTP2Attack(
            "HPACK bomb, our settings unacknowledged", .cutOff(.enhanceYourCalm),
            opening: Frame.preface + Frame.settings,
            Frame.frame(type: 1, flags: 5, stream: 1, payload: bomb)),
        HTTP2Attack(
            "HPACK bomb, our settings acknowledged", .cutOff(.compressionError),
            Frame.frame(type: 1, flags: 5, stream: 1, payload: bomb)),
        HTTP2Attack(
            "our settings never acknowledged", within: 201, .cutOff(.settingsTimeout),
            opening: Frame.preface + Frame.settings
        ) { Frame.request(stream: stream($0)) },
        HTTP2Attack(
            "a thousand fields", .cutOff(.enhanceYourCalm),
            Frame.headers(pseudo + [UInt8](repeating: 0x90, count: 5_000), stream: 1)),
        HTTP2Attack(
            "a thousand trailers", .cutOff(.enhanceYourCalm), opening: opened,
            Frame.headers([UInt8](repeating: 0x90, count: 1_001), stream: 1)),
    ]

    private static let pseudo = Frame.block([
        (":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/"),
    ])
    /// RFC 7541 §6.2.1: one literal goes into the table, and then one byte each (§6.1) repeats it.
    private static let bomb =
        pseudo + [0x40] + Frame.string("x") + Frame.string(String(repeating: "b", count: 3_000))
        + [UInt8](repeating: 0xBE, count: 13_000)

    private static let shut = Frame.preface + initialWindow(0) + Frame.settingsAcknowledged

    private static let windowFloods = [
        HTTP2Attack("WINDOW_UPDATE flood", within: 1_001, .cutOff(.enhanceYourCalm)) { _ in
            Frame.windowUpdate(1, stream: 0)
        },
        HTTP2Attack("zero window, answers never taken", within: 101, .cutOff(.protocolError), opening: shut) {
            Frame.request(stream: stream($0))
        },
        HTTP2Attack(
            "answers taken byte by byte (CVE-2019-9511)", within: 1_401, .cutOff(.enhanceYourCalm),
            opening: shut + (0..<5).flatMap { Frame.request(stream: stream($0)) }
        ) { Frame.windowUpdate(1, stream: stream($0 % 5)) },
        HTTP2Attack("SETTINGS that open and shut the windows", within: 1_001, .cutOff(.enhanceYourCalm), opening: ended)
        {
            initialWindow($0 % 2 == 0 ? 65_280 : 0)
        },
    ]
}
