internal import Bytes

/// What is spoken inside TLS, as ALPN names it (RFC 7301); IANA's registry is open, so this is no enum.
package struct ApplicationProtocol: RawRepresentable, Hashable, Sendable {
    package static let http2 = ApplicationProtocol(registered: "h2")
    package static let http1 = ApplicationProtocol(registered: "http/1.1")

    package let rawValue: String

    /// Nil unless the name has 1 to 255 bytes (RFC 7301 §3.1).
    package init?(rawValue: String) {
        guard 1...255 ~= rawValue.utf8.count else { return nil }
        self.rawValue = rawValue
    }

    private init(registered name: String) { rawValue = name }
}

extension ApplicationProtocol {
    /// A ProtocolNameList (RFC 7301 §3.1) without its own length: each name behind a byte that counts it.
    static func nameList(_ protocols: [ApplicationProtocol]) -> [UInt8] {
        protocols.flatMap { [UInt8(truncatingIfNeeded: $0.rawValue.utf8.count)] + Array($0.rawValue.utf8) }
    }

    /// Where in `offered`, a client's list, stands the name that `preferred` names first; nil when none does.
    static func choice(in offered: Span<UInt8>, preferring preferred: [ApplicationProtocol]) -> Range<Int>? {
        let ranges = names(in: offered)
        for candidate in preferred {
            let name = Array(candidate.rawValue.utf8)
            if let range = ranges.first(where: { [UInt8](copying: offered.extracting($0)) == name }) { return range }
        }
        return nil
    }

    /// The place of each whole name; a name cut short ends the list.
    private static func names(in list: Span<UInt8>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var offset = 0
        while offset < list.count, case let end = offset + 1 + Int(list[offset]), end <= list.count {
            ranges.append(offset + 1..<end)
            offset = end
        }
        return ranges
    }
}
