internal import Bytes

/// Reads the head of every frame that comes in, and finds those that ask for nothing.
///
/// nghttp2 calls back for the frames it acts on and passes over others in silence: frames of unknown types, and frames
/// for streams that have ended. Those cost time too, so frames are counted here, before nghttp2 sees them, whatever
/// becomes of them. A head is nine bytes (RFC 9113 §4.1); payloads are stepped over.
struct FrameCensus {
    /// The head of one frame.
    struct Head: Equatable {
        let length: Int
        let type: UInt8
        let flags: UInt8
        let stream: Int32
    }

    /// What a frame has before its payload (RFC 9113 §4.1).
    private static let headBytes = 9
    /// What the client says before its first frame (RFC 9113 §3.4).
    private static let prefaceBytes = 24

    /// Bytes of the preface or a payload that are still to be stepped over.
    private var rest = prefaceBytes
    /// A head of which not all has come: its bytes, and how many there are.
    private var partial: (bytes: InlineArray<9, UInt8>, count: Int) = (InlineArray(repeating: 0), 0)

    /// The next head that ends within `bytes`, from `offset` on; nil when there is none.
    ///
    /// - Parameter offset: Where to go on; behind the head that is returned, afterwards.
    mutating func next(in bytes: Span<UInt8>, from offset: inout Int) -> Head? {
        while offset < bytes.count {
            let step = min(rest, bytes.count - offset)
            rest -= step
            offset += step
            if partial.count == 0, bytes.count - offset >= Self.headBytes {
                let head = Head(bytes.extracting(offset..<offset + Self.headBytes))
                offset += Self.headBytes
                rest = head.length
                return head
            }
            while offset < bytes.count, partial.count < Self.headBytes {
                partial.bytes[partial.count] = bytes[offset]
                partial.count += 1
                offset += 1
            }
            guard partial.count == Self.headBytes else { continue }
            let head = Head(partial.bytes.span)
            partial.count = 0
            rest = head.length
            return head
        }
        return nil
    }
}

extension FrameCensus.Head {
    /// - Parameter bytes: Nine of them.
    @inline(__always)
    fileprivate init(_ bytes: Span<UInt8>) {
        length = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
        type = bytes[3]
        flags = bytes[4]
        // The first bit is reserved and ignored (RFC 9113 §4.1).
        stream = Int32(bytes[5] & 0x7F) << 24 | Int32(bytes[6]) << 16 | Int32(bytes[7]) << 8 | Int32(bytes[8])
    }
}
