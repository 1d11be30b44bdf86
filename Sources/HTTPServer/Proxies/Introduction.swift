internal import Bytes
internal import Reactor

/// The PROXY header of one connection, as it comes in: pieces of it are kept until it is whole.
struct Introduction {
    private var received: [UInt8] = []

    /// Takes what belongs to the header off the front of `bytes`.
    ///
    /// - Returns: Whom it names, and how many of `bytes` belong to it; no number while it is not whole.
    mutating func receive(_ bytes: Span<UInt8>) throws(Malformed) -> (source: IPAddress?, byteCount: Int?) {
        let before = received.count
        // What is kept is always less than a header that would be refused, so this is bounded too.
        received.append(copying: bytes.extracting(..<min(bytes.count, ProxyHeader.bytesMax - before)))
        guard case .complete(let header) = try ProxyHeader.read(received) else { return (nil, nil) }
        return (header.source, header.byteCount - before)
    }
}
