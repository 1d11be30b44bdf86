/// What a request is about (RFC 9112 §3.2), whichever protocol brought it.
struct RequestTarget: Equatable, Sendable {
    let path: String
    let query: String?
    /// Only the absolute form has these two.
    let authority: String?
    let scheme: String?

    /// Reads the origin, the absolute or the asterisk form.
    init(parsing target: ArraySlice<UInt8>, method: RequestMethod) throws(WireRefusal) {
        // RFC 9110 §9.3.6: tunnels are for proxies, and we are none.
        guard method != .connect else { throw .unsupportedMethod }
        guard !target.isEmpty, target.allSatisfy(ByteSet.target.contains) else { throw .badRequest(.badTarget) }
        if target.first == .slash {
            (authority, scheme) = (nil, nil)
            (path, query) = Self.pathAndQuery(target)
        } else if target.elementsEqual("*".utf8) {
            guard method == .options else { throw .badRequest(.badTarget) }
            (path, query, authority, scheme) = ("*", nil, nil, nil)
        } else {
            let (name, rest) = try Self.scheme(of: target)
            let authorityEnd = rest.firstIndex { $0 == .slash || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            scheme = name
            authority = try Authority.parse(rest[..<authorityEnd])
            // RFC 9112 §3.2.1: an empty path is "/", except that OPTIONS then means "*" (§3.2.4).
            let isWholeServer = method == .options && authorityEnd == rest.endIndex
            let (path, query) = Self.pathAndQuery(rest[authorityEnd...])
            self.path = isWholeServer ? "*" : path.isEmpty ? "/" : path
            self.query = query
        }
    }

    private static func pathAndQuery(_ bytes: ArraySlice<UInt8>) -> (String, String?) {
        guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else {
            return (String(decoding: bytes, as: UTF8.self), nil)
        }
        return (String(decoding: bytes[..<mark], as: UTF8.self), String(decoding: bytes[(mark + 1)...], as: UTF8.self))
    }

    private static func scheme(of target: ArraySlice<UInt8>) throws(WireRefusal) -> (String, ArraySlice<UInt8>) {
        for name in ["http", "https"] {
            let prefix = "\(name)://".utf8
            let isPrefix = target.count >= prefix.count && zip(target, prefix).allSatisfy { $0 | 0x20 == $1 | 0x20 }
            if isPrefix { return (name, target.dropFirst(prefix.count)) }
        }
        throw .badRequest(.badTarget)
    }
}

/// `host [ ":" port ]` (RFC 3986 §3.2).
enum Authority {
    /// Refuses an empty host (RFC 9110 §4.2.1) and user information (§4.2.4).
    static func parse(_ bytes: ArraySlice<UInt8>) throws(WireRefusal) -> String {
        guard bytes.allSatisfy(ByteSet.authority.contains) else { throw .badRequest(.badHost) }
        let hostEnd: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { throw .badRequest(.badHost) }
            let inside = bytes[bytes.startIndex + 1..<bracket]
            guard !inside.isEmpty, !inside.contains(UInt8(ascii: "[")) else { throw .badRequest(.badHost) }
            hostEnd = bracket + 1
        } else {
            hostEnd = bytes.firstIndex(of: .colon) ?? bytes.endIndex
            let host = bytes[..<hostEnd]
            guard !host.isEmpty, !host.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) else {
                throw .badRequest(.badHost)
            }
        }
        guard isPort(bytes[hostEnd...]) else { throw .badRequest(.badHost) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nothing, or a colon and at most five digits.
    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let colon = bytes.first else { return true }
        return colon == .colon && bytes.count <= 6 && bytes.dropFirst().allSatisfy { $0 &- 0x30 < 10 }
    }
}
