/// HTTP/2 frames by hand (RFC 9113 §4.1), for peers that no client library would be.
package enum HTTP2Frames {
    /// The preface and an empty SETTINGS frame.
    package static let greeting =
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(type: 4, flags: 0, stream: 0, [])

    /// GET without a body; the path has at most 126 bytes.
    package static func get(_ path: String, stream: UInt32) -> [UInt8] {
        // HPACK without Huffman: `:method GET` and `:scheme http` by index, `:path` and `:authority` as literals.
        let block = [0x82, 0x86, 0x04, UInt8(path.utf8.count)] + Array(path.utf8) + [0x01, 0x01, UInt8(ascii: "a")]
        return frame(type: 1, flags: 0x05, stream: stream, block)  // END_STREAM and END_HEADERS
    }

    /// The client loses interest (CANCEL).
    package static func cancel(stream: UInt32) -> [UInt8] { frame(type: 3, flags: 0, stream: stream, [0, 0, 0, 8]) }

    private static func frame(type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
        let count = UInt32(payload.count)
        let length = [UInt8(truncatingIfNeeded: count >> 16), UInt8(truncatingIfNeeded: count >> 8)]
        let number = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: stream >> UInt32($0)) }
        return length + [UInt8(truncatingIfNeeded: count), type, flags] + number + payload
    }
}
