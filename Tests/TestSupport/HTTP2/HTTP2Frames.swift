internal import Bytes

/// HTTP/2 frames written by hand (RFC 9113 §4.1), for what no decent client would send.
package enum HTTP2Frames {
    package static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    package static let settings = frame(type: 4, stream: 0)
    /// Says that the server's settings are known (RFC 9113 §6.5.3).
    package static let settingsAcknowledged = frame(type: 4, flags: 1, stream: 0)
    /// How a client that keeps to the rules begins.
    package static let greeting = preface + settings + settingsAcknowledged
    package static let ping = frame(type: 6, stream: 0, payload: [UInt8](repeating: 7, count: 8))
    /// A table size of 0 (RFC 7541 §6.3): due in the first block after the server's settings have been acknowledged.
    package static let noTable: [UInt8] = [0x20]
    package static let endStream: UInt8 = 1
    package static let endHeaders: UInt8 = 4

    package static func frame(type: UInt8, flags: UInt8 = 0, stream: Int32, payload: [UInt8] = []) -> [UInt8] {
        var bytes = [
            UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 255), UInt8(payload.count & 255), type, flags,
        ]
        bytes.append(bigEndian: UInt32(bitPattern: stream))
        return bytes + payload
    }

    package static func data(_ payload: [UInt8], stream: Int32, ends: Bool = false) -> [UInt8] {
        frame(type: 0, flags: ends ? endStream : 0, stream: stream, payload: payload)
    }

    /// A request without a body unless `ends` is false.
    package static func request(
        stream: Int32, method: String = "GET", fields: [(String, String)] = [], ends: Bool = true
    ) -> [UInt8] {
        let all = [(":method", method), (":scheme", "http"), (":authority", "a"), (":path", "/")] + fields
        return headers(block(all), stream: stream, ends: ends)
    }

    /// GET without a body.
    package static func get(_ path: String, stream: Int32) -> [UInt8] {
        headers(block([(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", path)]), stream: stream)
    }

    /// One block in one frame, behind `noTable`, which is always allowed.
    package static func headers(_ block: [UInt8], stream: Int32, ends: Bool = true) -> [UInt8] {
        frame(type: 1, flags: endHeaders | (ends ? endStream : 0), stream: stream, payload: noTable + block)
    }

    /// The client loses interest (CANCEL).
    package static func reset(stream: Int32) -> [UInt8] { frame(type: 3, stream: stream, payload: [0, 0, 0, 8]) }

    package static func windowUpdate(_ increment: UInt32, stream: Int32) -> [UInt8] {
        var payload: [UInt8] = []
        payload.append(bigEndian: increment)
        return frame(type: 8, stream: stream, payload: payload)
    }

    /// Literal fields without indexing (RFC 7541 §6.2.2), not Huffman-coded.
    package static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + string($0.0) + string($0.1) }
    }

    /// A string literal (RFC 7541 §5.2).
    package static func string(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var prefix: [UInt8] = [127]
        var rest = bytes.count - 127
        while rest >= 128 {
            prefix.append(UInt8(rest % 128 + 128))
            rest /= 128
        }
        return prefix + [UInt8(rest)] + bytes
    }

    /// The frames in what a server said: type, stream and payload.
    package static func read(_ bytes: [UInt8]) -> [(type: UInt8, flags: UInt8, stream: Int, payload: [UInt8])] {
        var frames: [(type: UInt8, flags: UInt8, stream: Int, payload: [UInt8])] = []
        var offset = 0
        while offset + 9 <= bytes.count {
            let length = bytes[offset..<offset + 3].reduce(0) { $0 << 8 | Int($1) }
            let stream = bytes[offset + 5..<offset + 9].reduce(0) { $0 << 8 | Int($1) }
            let end = min(bytes.count, offset + 9 + length)
            frames.append((bytes[offset + 3], bytes[offset + 4], stream, Array(bytes[offset + 9..<end])))
            offset += 9 + length
        }
        return frames
    }

    /// The error code of the last GOAWAY (RFC 9113 §6.8); nil without one.
    package static func goAwayError(in bytes: [UInt8]) -> Int? {
        read(bytes).last { $0.type == 7 && $0.payload.count >= 8 }.map {
            $0.payload[4..<8].reduce(0) { $0 << 8 | Int($1) }
        }
    }

    /// The streams whose last frame stands in what a server said.
    package static func ends(in bytes: [UInt8]) -> [Int32] {
        read(bytes).filter { $0.type <= 1 && $0.flags & endStream != 0 }.map { Int32($0.stream) }
    }
}
