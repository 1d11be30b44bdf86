private typealias Frame = HTTP2Frames

// Attacks by what no frame may be: the first one ends the connection.
extension HTTP2Attack {
    package static let violations = sizes + streams + order + windows + settings + blocks + waits
    /// All there are.
    package static let all = floods + violations

    private static let opened = Frame.greeting + Frame.request(stream: 1, method: "POST", ends: false)
    private static let pseudo = Frame.block([
        (":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/"),
    ])

    private static let sizes = [
        HTTP2Attack(
            "DATA larger than allowed", .cutOff(.frameSizeError), opening: opened,
            Frame.data([UInt8](repeating: 1, count: 16_385), stream: 1)),
        HTTP2Attack(
            "HEADERS larger than allowed", .cutOff(.frameSizeError),
            Frame.headers([UInt8](repeating: 0x90, count: 16_385), stream: 1)),
        HTTP2Attack("a frame of 16 MiB announced", .cutOff(.frameSizeError), [255, 255, 255, 0, 0, 0, 0, 0, 1]),
        HTTP2Attack("SETTINGS of 5 bytes", .cutOff(.frameSizeError), frame(4, [0, 3, 0, 0, 0])),
        HTTP2Attack("SETTINGS acknowledgement with a payload", .cutOff(.frameSizeError), frame(4, flags: 1, zeros(6))),
        HTTP2Attack("PING of 7 bytes", .cutOff(.frameSizeError), frame(6, zeros(7))),
        HTTP2Attack("WINDOW_UPDATE of 5 bytes", .cutOff(.frameSizeError), frame(8, zeros(5))),
        HTTP2Attack("RST_STREAM of 3 bytes", .cutOff(.frameSizeError), opening: opened, frame(3, stream: 1, zeros(3))),
        HTTP2Attack("PRIORITY of 4 bytes", .cutOff(.frameSizeError), frame(2, stream: 1, zeros(4))),
        HTTP2Attack("GOAWAY of 7 bytes", .cutOff(.frameSizeError), frame(7, zeros(7))),
        HTTP2Attack(
            "DATA with more padding than payload", .cutOff(.protocolError), opening: opened,
            frame(0, flags: 8, stream: 1, [4, 0, 0, 0])),
        HTTP2Attack(
            "HEADERS with more padding than payload", .cutOff(.protocolError),
            frame(1, flags: 0x0D, stream: 1, [9] + pseudo.prefix(8))),
    ]

    private static let streams = [
        HTTP2Attack("a request on an even stream", .cutOff(.protocolError), Frame.request(stream: 2)),
        HTTP2Attack("a request on stream 0", .cutOff(.protocolError), Frame.request(stream: 0)),
        HTTP2Attack("DATA on stream 0", .cutOff(.protocolError), Frame.data([1], stream: 0)),
        HTTP2Attack("DATA for a stream not begun", .cutOff(.protocolError), Frame.data([1], stream: 7)),
        HTTP2Attack("RST_STREAM for a stream not begun", .cutOff(.protocolError), Frame.reset(stream: 7)),
        HTTP2Attack("WINDOW_UPDATE for a stream not begun", .cutOff(.protocolError), Frame.windowUpdate(1, stream: 7)),
        HTTP2Attack("SETTINGS on a stream", .cutOff(.protocolError), frame(4, stream: 1, [])),
        HTTP2Attack("PING on a stream", .cutOff(.protocolError), frame(6, stream: 1, zeros(8))),
        HTTP2Attack("PUSH_PROMISE by a client", .cutOff(.protocolError), frame(5, flags: 4, stream: 1, [0, 0, 0, 2])),
    ]

    private static let order = [
        HTTP2Attack("no SETTINGS behind the preface", .cutOff(.protocolError), opening: Frame.preface, Frame.ping),
        HTTP2Attack(
            "DATA behind the end of a request", .cutOff(.streamClosed), opening: shutAndAsked,
            Frame.data([1], stream: 1)),
        HTTP2Attack(
            "HEADERS behind the end of a request", .cutOff(.streamClosed), opening: shutAndAsked,
            Frame.request(stream: 1)),
        HTTP2Attack("CONTINUATION without HEADERS", .cutOff(.protocolError), frame(9, flags: 4, stream: 1, pseudo)),
        HTTP2Attack(
            "PING within a header block", .cutOff(.protocolError),
            frame(1, stream: 1, Frame.noTable + pseudo) + Frame.ping),
        HTTP2Attack(
            "CONTINUATION for another stream", .cutOff(.protocolError),
            frame(1, stream: 1, Frame.noTable + pseudo) + frame(9, flags: 4, stream: 3, [])),
    ]

    private static let windows = [
        HTTP2Attack(
            "the connection's window made too large", .cutOff(.flowControlError),
            Frame.windowUpdate(0x7FFF_FFFF, stream: 0)),
        HTTP2Attack("a window enlarged by nothing", .cutOff(.protocolError), Frame.windowUpdate(0, stream: 0)),
    ]

    private static let settings = [
        HTTP2Attack("initial window over 2^31 - 1", .cutOff(.flowControlError), frame(4, [0, 4, 0x80, 0, 0, 0])),
        HTTP2Attack("ENABLE_PUSH of 2", .cutOff(.protocolError), frame(4, [0, 2, 0, 0, 0, 2])),
        HTTP2Attack("MAX_FRAME_SIZE of 1", .cutOff(.protocolError), frame(4, [0, 5, 0, 0, 0, 1])),
        HTTP2Attack("MAX_FRAME_SIZE of 2^24", .cutOff(.protocolError), frame(4, [0, 5, 1, 0, 0, 0])),
        HTTP2Attack("SETTINGS acknowledged again and again", .cutOff(.protocolError), Frame.settingsAcknowledged),
        HTTP2Attack(
            "SETTINGS of 33 entries", .cutOff(.enhanceYourCalm),
            frame(4, (0..<33).flatMap { _ in [0, 3, 0, 0, 0, 9] })),
    ]

    private static let blocks = [
        HTTP2Attack(
            "a table kept against our settings", .cutOff(.compressionError),
            Frame.frame(type: 1, flags: 5, stream: 1, payload: pseudo)),
        HTTP2Attack("HPACK index 0", .cutOff(.compressionError), Frame.headers([0x80], stream: 1)),
        HTTP2Attack("HPACK index that is in no table", .cutOff(.compressionError), Frame.headers([0xFE], stream: 1)),
        HTTP2Attack(
            "HPACK table made larger than allowed", .cutOff(.compressionError),
            Frame.headers([0x3F, 0xE1, 0x1F] + pseudo, stream: 1)),
        HTTP2Attack(
            "HPACK number without an end", .cutOff(.compressionError),
            Frame.headers([0x7F] + [UInt8](repeating: 0xFF, count: 20), stream: 1)),
        HTTP2Attack(
            "HPACK string longer than its block", .cutOff(.compressionError), Frame.headers([0, 0x7E, 1], stream: 1)),
        HTTP2Attack(
            "Huffman code of the end of strings", .cutOff(.compressionError),
            Frame.headers([0, 1, 0x78, 0x84, 255, 255, 255, 255], stream: 1)),
    ]

    private static let waits = [
        HTTP2Attack("half a preface", .bounded, opening: [], Array(Frame.preface.prefix(16))),
        HTTP2Attack("silence behind the preface", .bounded, opening: [], Frame.preface),
        HTTP2Attack("HEADERS without an end", .bounded, frame(1, stream: 1, Frame.noTable + pseudo)),
        HTTP2Attack("bodies that never end", within: 100, .bounded) {
            Frame.request(stream: Int32(2 * $0 + 1), method: "POST", ends: false)
                + Frame.data(zeros(4_000), stream: Int32(2 * $0 + 1))
        },
    ]

    /// One request whose answer finds no room, and so stays open.
    private static let shutAndAsked =
        Frame.preface + frame(4, [0, 4, 0, 0, 0, 0]) + Frame.settingsAcknowledged + Frame.request(stream: 1)

    private static func frame(_ type: UInt8, flags: UInt8 = 0, stream: Int32 = 0, _ payload: [UInt8]) -> [UInt8] {
        Frame.frame(type: type, flags: flags, stream: stream, payload: payload)
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
