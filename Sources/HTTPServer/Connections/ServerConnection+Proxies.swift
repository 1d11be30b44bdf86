internal import Bytes
internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// Takes the PROXY header off the first bytes of a connection that has to begin with one.
    ///
    /// - Returns: How many of `bytes` belong to it; nil while it is not whole.
    func readIntroduction(_ bytes: Span<UInt8>) throws(ConnectionEnd) -> Int? {
        guard introduction != nil else { return 0 }
        do throws(Malformed) {
            guard let header = try introduction?.receive(bytes) else { return nil }
            introduction = nil
            if let source = header.source {
                guard listener.census.identify(source) == .admitted else {
                    throw Malformed(offset: 0, expected: "room")
                }
                (peer, countedAs) = (source, source)
            }
            return header.byteCount
        } catch {
            throw .lost
        }
    }

    /// Who sent a request: the connection's peer, or whom a proxy of ours names in the way agreed.
    func sender(of head: RequestHead) -> IPAddress? {
        guard let trust = listener.trust, trust.custom != .proxyProtocol, let peer, trust.includes(peer) else {
            return peer
        }
        let name = trust.custom == .forwarded ? "forwarded" : "x-forwarded-for"
        let lines = head.fields.all(name).map { Array($0.utf8)[...] }
        return ForwardedPath.client(of: peer, through: lines, trusting: trust)
    }
}
