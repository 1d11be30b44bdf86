internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// Takes the PROXY header off the bytes just read, when the connection has to begin with one.
    ///
    /// - Returns: How many bytes are left, at the start of the buffer.
    func dropIntroduction(of count: Int) throws(ConnectionEnd) -> Int {
        guard var introduction else { return count }
        let bytes = Array(listener.readBuffer[..<count])
        guard let header = try? introduction.receive(bytes.span) else { throw .lost }
        self.introduction = header.byteCount == nil ? introduction : nil
        guard let byteCount = header.byteCount else { return 0 }
        if let source = header.source {
            guard listener.census.identify(source) == .admitted else { throw .lost }
            (peer, isCounted) = (source, true)
        }
        var buffer: [UInt8] = []
        swap(&buffer, &listener.readBuffer)
        buffer.replaceSubrange(..<(count - byteCount), with: bytes[byteCount...])
        listener.readBuffer = buffer
        return count - byteCount
    }

    /// Who sent a request: the connection's peer, or whom a proxy of ours names in the way agreed.
    func sender(of head: RequestHead) -> IPAddress? {
        guard let trust = listener.trust, trust.custom != .proxyProtocol, let peer, trust.includes(peer) else {
            return peer
        }
        let lines = head.fields.all(trust.custom == .forwarded ? "forwarded" : "x-forwarded-for")
        return ForwardedPath.client(of: peer, through: lines.map { Array($0.utf8)[...] }, trusting: trust)
    }
}
