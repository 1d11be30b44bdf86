/// One way to abuse an HTTP/2 server, as frames, and what becomes of whoever tries it.
///
/// `docs/http2.md` lists them; a test compares the two.
package struct HTTP2Attack: Sendable, CustomStringConvertible {
    package enum Ending: Equatable, Sendable {
        /// GOAWAY with this code, and the connection is closed.
        case cutOff(HTTP2ErrorCode)
        /// The connection stays: what it holds is bounded, and a deadline ends it.
        case bounded

        /// As `docs/http2.md` writes it.
        package var name: String {
            switch self {
            case .cutOff(let code): code.name
            case .bounded: "bounded"
            }
        }
    }

    package let name: String
    /// What the client says before its attack.
    package let opening: [UInt8]
    /// The attack: the same again and again, for an ever higher number.
    package let piece: @Sendable (Int) -> [UInt8]
    /// Pieces after which it is over; an attack that is borne is not tried any longer either.
    package let piecesMax: Int
    package let ending: Ending

    package var description: String { name }

    /// An attack by mass.
    init(
        _ name: String, within piecesMax: Int, _ ending: Ending, opening: [UInt8] = HTTP2Frames.greeting,
        _ piece: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.name = name
        self.opening = opening
        self.piece = piece
        self.piecesMax = piecesMax
        self.ending = ending
    }

    /// An attack by one message.
    init(_ name: String, _ ending: Ending, opening: [UInt8] = HTTP2Frames.greeting, _ bytes: [UInt8]) {
        self.init(name, within: 1, ending, opening: opening) { _ in bytes }
    }
}

/// RFC 9113 §7.
package enum HTTP2ErrorCode: Int, Sendable {
    case protocolError = 1
    case flowControlError = 3
    case settingsTimeout = 4
    case streamClosed = 5
    case frameSizeError = 6
    case refusedStream = 7
    case compressionError = 9
    case enhanceYourCalm = 11

    /// As the registry spells it.
    package var name: String {
        switch self {
        case .protocolError: "PROTOCOL_ERROR"
        case .flowControlError: "FLOW_CONTROL_ERROR"
        case .settingsTimeout: "SETTINGS_TIMEOUT"
        case .streamClosed: "STREAM_CLOSED"
        case .frameSizeError: "FRAME_SIZE_ERROR"
        case .refusedStream: "REFUSED_STREAM"
        case .compressionError: "COMPRESSION_ERROR"
        case .enhanceYourCalm: "ENHANCE_YOUR_CALM"
        }
    }
}
