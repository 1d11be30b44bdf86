/// What a request is about (RFC 9112 §3.2), whichever protocol brought it: where its parts lie.
struct RequestTarget: Equatable, Sendable {
    let path: PathPlace
    let query: Stretch?
    /// Only the absolute form has these two.
    let authority: Stretch?
    let scheme: Stretch?

    /// Reads the origin, the absolute or the asterisk form.
    ///
    /// - Parameter base: Where the head begins, in `bytes`.
    init(
        parsing target: Range<Int>, of bytes: Span<UInt8>, from base: Int, method: RequestMethod
    ) throws(WireRefusal) {
        // RFC 9110 §9.3.6: tunnels are for proxies, and we are none.
        guard method != .connect else { throw .unsupportedMethod }
        guard !target.isEmpty, ByteSet.target.containsAll(of: bytes, in: target) else { throw .badRequest(.badTarget) }
        let first = bytes[target.lowerBound]
        if first == .slash {
            (authority, scheme) = (nil, nil)
            (path, query) = Self.pathAndQuery(target, bytes, base)
        } else if first == UInt8(ascii: "*"), target.count == 1 {
            guard method == .options else { throw .badRequest(.badTarget) }
            (path, query, authority, scheme) = (.wholeServer, nil, nil, nil)
        } else {
            let (name, rest) = try Self.scheme(of: target, bytes)
            let authorityEnd = rest.first { bytes[$0] == .slash || bytes[$0] == .questionMark } ?? rest.upperBound
            scheme = Self.place(name, base)
            try Authority.check(bytes, rest.lowerBound..<authorityEnd)
            authority = Self.place(rest.lowerBound..<authorityEnd, base)
            (path, query) = Self.pathAndQuery(
                authorityEnd..<rest.upperBound, bytes, base, isWholeServer: method == .options)
        }
    }

    /// RFC 9112 §3.2.1: an empty path is "/", except that OPTIONS then means "*" (§3.2.4).
    private static func pathAndQuery(
        _ range: Range<Int>, _ bytes: Span<UInt8>, _ base: Int, isWholeServer: Bool = false
    ) -> (PathPlace, Stretch?) {
        guard !range.isEmpty else { return (isWholeServer ? .wholeServer : .root, nil) }
        let mark = bytes.firstIndex(of: .questionMark, in: range)
        let path = range.lowerBound..<(mark ?? range.upperBound)
        return (
            path.isEmpty ? .root : .lies(place(path, base)), mark.map { place($0 + 1..<range.upperBound, base) }
        )
    }

    private static func place(_ range: Range<Int>, _ base: Int) -> Stretch {
        Stretch(range.lowerBound - base..<range.upperBound - base)
    }

    /// Where the name of the scheme lies, and what is behind its `://`; of the schemes we know, in any case.
    private static func scheme(
        of target: Range<Int>, _ bytes: Span<UInt8>
    ) throws(WireRefusal) -> (name: Range<Int>, rest: Range<Int>) {
        for prefix: StaticString in ["http://", "https://"] {
            let end = target.lowerBound + prefix.utf8CodeUnitCount
            guard end <= target.upperBound else { continue }
            let found = bytes.extracting(target.lowerBound..<end)
            if found.indices.allSatisfy({ unsafe found[$0] | 0x20 == prefix.utf8Start[$0] | 0x20 }) {
                return (target.lowerBound..<end - "://".utf8.count, end..<target.upperBound)
            }
        }
        throw .badRequest(.badTarget)
    }
}

/// Where a path lies, unless the target implied it without spelling it.
enum PathPlace: Equatable, Sendable {
    case lies(Stretch)
    case root
    case wholeServer
}

/// `host [ ":" port ]` (RFC 3986 §3.2).
enum Authority {
    /// Refuses an empty host (RFC 9110 §4.2.1) and user information (§4.2.4).
    static func check(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireRefusal) {
        if isPlain(bytes.extracting(range)) { return }
        guard ByteSet.authority.containsAll(of: bytes, in: range) else { throw .badRequest(.badHost) }
        let hostEnd: Int
        if range.isEmpty || bytes[range.lowerBound] != .openingBracket {
            hostEnd = bytes.firstIndex(of: .colon, in: range) ?? range.upperBound
            let host = range.lowerBound..<hostEnd
            guard !host.isEmpty, bytes.firstIndex(of: .openingBracket, in: host) == nil,
                bytes.firstIndex(of: .closingBracket, in: host) == nil
            else { throw .badRequest(.badHost) }
        } else {
            guard let bracket = bytes.firstIndex(of: .closingBracket, in: range) else { throw .badRequest(.badHost) }
            let inside = range.lowerBound + 1..<bracket
            guard !inside.isEmpty, bytes.firstIndex(of: .openingBracket, in: inside) == nil else {
                throw .badRequest(.badHost)
            }
            hostEnd = bracket + 1
        }
        guard isPort(bytes, hostEnd..<range.upperBound) else { throw .badRequest(.badHost) }
    }

    /// Whether it is a name or an IPv4 address, and perhaps a port, as nearly all are.
    private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        let hostEnd = unsafe bytes.withUnsafeBytes { all in
            var index = unsafe EightBytes.first(in: all, from: 0, to: all.count, EightBytes.notPlain)
            while index < all.count, unsafe all[index] == .dot {
                index = unsafe EightBytes.first(in: all, from: index + 1, to: all.count, EightBytes.notPlain)
            }
            return index
        }
        return hostEnd > 0 && isPort(bytes, hostEnd..<bytes.count)
    }

    static func check(_ bytes: Span<UInt8>) throws(WireRefusal) { try check(bytes, bytes.indices) }

    /// Nothing, or a colon and at most five digits.
    private static func isPort(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        guard bytes[range.lowerBound] == .colon, range.count <= 6 else { return false }
        for index in range.dropFirst() where bytes[index] &- 0x30 >= 10 { return false }
        return true
    }
}
