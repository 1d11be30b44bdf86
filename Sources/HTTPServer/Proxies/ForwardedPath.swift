package import Reactor

/// The way a request says it has come, read from its end: each hop is believed because the one behind it is.
///
/// The last element was written by the peer itself. Its address is the client's unless it is a proxy of ours as well,
/// which then wrote the element before. So what a client made up is never reached, broken quotes included, and cannot
/// spoil what is read.
package struct ForwardedPath {
    /// Proxies of ours that one request passes at most; nobody has as many.
    package static let hopsMax = 16

    /// Who sent a request.
    ///
    /// - Parameters:
    ///   - peer: Who is at the other end of the connection.
    ///   - lines: The values of all `Forwarded` or `X-Forwarded-For` fields, in the order they came.
    /// - Returns: The right-most address that is no proxy of ours; the last known one when a proxy would not say.
    package static func client(
        of peer: IPAddress, through lines: [ArraySlice<UInt8>], trusting trust: ProxyTrust
    ) -> IPAddress {
        var client = peer
        var lines = lines[...]
        var rest = lines.popLast() ?? []
        for _ in 0..<hopsMax where trust.includes(client) {
            while dropEmpty(from: &rest), let line = lines.popLast() { rest = line }
            let element = popLast(of: &rest, quoted: trust.custom == .forwarded)
            let node = trust.custom == .forwarded ? ForwardedElement.node(in: element) : element
            guard let address = node.flatMap(ForwardedElement.address) else { return client }
            client = address
        }
        return client
    }

    /// Takes empty elements off the end, which a list may have (RFC 9110 §5.6.1.2); whether nothing is left.
    private static func dropEmpty(from rest: inout ArraySlice<UInt8>) -> Bool {
        while let last = rest.last, isSpace(last) || last == UInt8(ascii: ",") { rest.removeLast() }
        return rest.isEmpty
    }

    /// What stands behind the last comma, which is taken off with it.
    private static func popLast(of rest: inout ArraySlice<UInt8>, quoted: Bool) -> ArraySlice<UInt8> {
        var isQuoted = false
        var start = rest.endIndex
        while start > rest.startIndex {
            let byte = rest[start - 1]
            if quoted, byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ","), !isQuoted { break }
            start -= 1
        }
        defer { rest = rest[..<max(rest.startIndex, start - 1)] }
        return rest[start...]
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
