internal import Bytes

/// Messages on a stream: four bytes that say how long, in network order, and then the message.
struct MessageFrames {
    private var bytes: [UInt8] = []

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next whole message, nil when there is none yet; one that is empty or too long ends the talk.
    mutating func next() throws(Malformed) -> [UInt8]? {
        guard bytes.count >= 4 else { return nil }
        var cursor = ByteCursor()
        let count = Int(try cursor.next(UInt32.self, in: bytes))
        guard 1...DeviceKeyLimits.messageBytesMax ~= count else { throw cursor.expected("a message of a sane length") }
        guard bytes.count >= 4 + count else { return nil }
        defer { bytes.removeFirst(4 + count) }
        return try cursor.next(count, in: bytes)
    }

    static func frame(_ message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(clamping: message.count))
        return bytes + message
    }
}
